// The records, unpacked once: columns of values by figure.

const GROUPS = {
  fold: "Fold, C library kept",
  "fold-total": "Total fold",
  verify: "Verify",
  stack: "Stack size read",
  show: "Show",
  start: "Start of a fold",
  "start-total": "Start of a total fold",
  "start-original": "Start of the original",
  "start-static": "Start of a static-pie build",
  growth: "Made-up closures",
  stage: "Stages by themselves",
  peer: "Other tools",
};
const STAGES = ["start", "closure", "read", "lookup", "bindings", "plan", "rewrite", "emit", "verify"];
const METRICS = {
  instructions: "Instructions",
  peak_rss: "Peak memory",
  page_faults: "Page faults",
  bytes_written: "Bytes written",
  system_calls: "System calls",
  output_size: "Output size",
  allocations: "Allocations",
  time: "Time (ratio)",
};
let data = null;
let count = 0; // of records
const figures = new Map();

async function unpack() {
  const packed = Uint8Array.from(atob(document.getElementById("data").textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function summed(differences) {
  let value = 0;
  return differences.map((d) => (d === null ? null : (value = Math.round((value + d) * 1e6) / 1e6)));
}

// Of the latest records, in hundredths of the value.
function quartile(values, hundredths) {
  const first = values.length - hundredths.length;
  return values.map((v, i) => (v === null || i < first ? null : v * (1 + (hundredths[i - first] ?? 0) / 100)));
}

function describe(figure) {
  const slash = figure.id.lastIndexOf("/");
  const [metric, stage] = figure.id.slice(slash + 1).split(":");
  const subject = figure.id.slice(0, slash);
  const group = subject.split("/")[0];
  const name = subject.slice(group.length + 1);
  return { ...figure, subject, group, name, metric, stage: stage ?? null };
}

function take(unpacked) {
  data = unpacked;
  count = data.commits.length;
  for (const packed of data.figures) {
    const figure = describe(packed);
    figure.values = summed(packed.values);
    if (packed.spread) [figure.low, figure.high] = packed.spread.map((side) => quartile(figure.values, side));
    figures.set(figure.id, figure);
  }
}

// As the tables here have them, programs that matter most first.
function rank(figure) {
  const subject = Object.keys(GROUPS).indexOf(figure.group);
  return subject * 100 + Object.keys(METRICS).indexOf(figure.metric);
}

function inOrder(list) {
  const subjects = [...new Set(list.map((f) => f.subject))];
  return list.sort((a, b) => Object.keys(GROUPS).indexOf(a.group) - Object.keys(GROUPS).indexOf(b.group)
    || subjects.indexOf(a.subject) - subjects.indexOf(b.subject) || rank(a) - rank(b));
}

const wholeFigures = () => inOrder([...figures.values()].filter((f) => f.stage === null && f.group !== "peer"));
const stagesOf = (subject) => STAGES.map((s) => figures.get(`${subject}/instructions:${s}`)).filter(Boolean);

// The latest value at or before a record, since not every record has every figure.
function placeOf(figure, at) {
  for (let i = at; i >= 0; --i) if (figure.values[i] !== null) return i;
  return -1;
}

function difference(figure, from, to) {
  const a = placeOf(figure, from);
  const b = placeOf(figure, to);
  if (a < 0 || b < 0) return null;
  const [before, after] = [figure.values[a], figure.values[b]];
  const change = before === 0 ? (after === 0 ? 0 : Infinity) : (after - before) / before;
  // Times are noisy: another level counts, not another value.
  const { exact, resolution } = data.metrics[figure.metric];
  const unusual = Math.abs(Math.log(after / before)) > figure.threshold * 1.000001;
  const real = exact ? unusual && Math.abs(after - before) > resolution : change !== 0 && figure.changes.some((at) => at > Math.min(a, b) && at <= Math.max(a, b));
  return { figure, before, after, change, state: !real ? "same" : change > 0 ? "worse" : "better" };
}

// {function: [from, to]} of a stage, heaviest change first; null: it weighed too little to be named.
function functionsOf(subject, stage, from, to) {
  const columns = data.functions.subjects[subject]?.[stage];
  if (!columns) return [];
  const first = data.functions.first;
  const rows = Object.entries(columns).map(([name, packed]) => {
    const values = summed(packed);
    return { name, before: values[from - first] ?? null, after: values[to - first] ?? null };
  });
  const weight = (row) => Math.abs((row.after ?? 0) - (row.before ?? 0));
  return rows.filter((row) => row.before !== null || row.after !== null)
    .sort((a, b) => weight(b) - weight(a) || (b.after ?? 0) - (a.after ?? 0));
}

function recordOf(commit, otherwise) {
  for (let i = count - 1; i >= 0; --i) if (commit && data.commits[i].startsWith(commit)) return i;
  return Math.max(0, Math.min(count - 1, otherwise));
}
