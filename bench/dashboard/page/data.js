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
let keys = []; // what each record is called in an address
let machineNames = []; // what tells one machine from another
let moves = []; // records whose machine is not that of the record before
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

// Its commit; a later record of that commit has a number too.
function named(commits) {
  const met = new Map();
  return commits.map((commit) => {
    met.set(commit, (met.get(commit) ?? 0) + 1);
    return met.get(commit) === 1 ? commit : `${commit}.${met.get(commit)}`;
  });
}

// Of names such as "processor · libc · compiler", what they do not have in common.
function tellingParts(names) {
  const parts = names.map((name) => name.split(" · "));
  return parts.map((own) => own.filter((part, i) => parts.some((other) => other[i] !== part)).join(" · "));
}

function take(unpacked) {
  data = unpacked;
  count = data.commits.length;
  keys = named(data.commits);
  machineNames = tellingParts(data.machines);
  moves = data.machine.flatMap((machine, i) => (i > 0 && machine !== data.machine[i - 1] ? [i] : []));
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

const sameMachine = (i, j) => data.machine[i] === data.machine[j];
const machineName = (i) => machineNames[data.machine[i]];
const usualOf = (figure, at) => figure.thresholds[data.machine[at]];

// The record that one is looked at beside: the one before of its machine, or the one before if it is its machine's first.
function recordBefore(at, steps = 1) {
  const own = [];
  for (let i = at - 1; i >= 0 && own.length < steps; --i) if (sameMachine(i, at)) own.push(i);
  return own.at(-1) ?? Math.max(0, at - 1);
}

// The latest value at or before a record, of its machine, since not every record has every figure.
function placeOf(figure, at) {
  for (let i = at; i >= 0; --i) if (figure.values[i] !== null && sameMachine(i, at)) return i;
  return -1;
}

// That of any machine.
function anyPlaceOf(figure, at) {
  for (let i = at; i >= 0; --i) if (figure.values[i] !== null) return i;
  return -1;
}

// The latest record that has one of these figures: what is shown together is of one record, and so of one machine.
const lastPlace = (list) => Math.max(-1, ...list.map((figure) => anyPlaceOf(figure, count - 1)));

function changeOf(before, after) {
  return before === 0 ? (after === 0 ? 0 : Infinity) : (after - before) / before;
}

// How much a figure has changed where its level did, from its machine's value before.
function levelChange(figure, at) {
  const before = placeOf(figure, recordBefore(at));
  return before < 0 || before === at ? 0 : changeOf(figure.values[before], figure.values[at]);
}

// What is unusual of two records of one machine. Times are noisy: another level counts, not another value.
function isReal(figure, a, b, change) {
  const [before, after] = [figure.values[a], figure.values[b]];
  const { exact, resolution } = data.metrics[figure.metric];
  if (exact) return Math.abs(Math.log(after / before)) > usualOf(figure, b) * 1.000001 && Math.abs(after - before) > resolution;
  return change !== 0 && figure.changes.some((at) => at > Math.min(a, b) && at <= Math.max(a, b) && sameMachine(at, b));
}

// Of the values at two places, which may be of different machines: then nothing is said of the difference.
function differenceAt(figure, a, b) {
  const [before, after] = [figure.values[a], figure.values[b]];
  const change = changeOf(before, after);
  const state = !sameMachine(a, b) ? "apart" : !isReal(figure, a, b, change) ? "same" : change > 0 ? "worse" : "better";
  return { figure, before, after, change, state, usual: usualOf(figure, b) };
}

// Of two records; where the earlier one lacks the figure, its machine's last value.
function difference(figure, from, to) {
  if (figure.values[to] === null) {
    const at = anyPlaceOf(figure, to);
    return at < 0 ? null : { figure, before: null, after: figure.values[at], change: 0, state: "none", usual: usualOf(figure, at) };
  }
  const own = placeOf(figure, from);
  const a = own < 0 ? anyPlaceOf(figure, from) : own;
  return a < 0 ? null : differenceAt(figure, a, to);
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
  const exact = keys.indexOf(commit);
  if (exact >= 0) return exact;
  for (let i = count - 1; i >= 0; --i) if (commit && keys[i].startsWith(commit)) return i;
  return Math.max(0, Math.min(count - 1, otherwise));
}
