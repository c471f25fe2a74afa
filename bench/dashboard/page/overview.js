// Every figure's state at a glance, against an earlier record.

// Records of the same machine are counted.
const SPANS = { 1: "the record before", 7: "7 records ago", 30: "30 records ago", all: "the first record" };

function spanStart(at) {
  const span = get("span", "1");
  return recordBefore(at, span === "all" ? count : Number(span) || 1);
}

function summary(differences, from, at) {
  const of = (state) => differences.filter((d) => d.state === state).length;
  const tile = (state, text) => h("div", { class: `tile ${state}` }, h("b", {}, sameMachine(from, at) ? String(of(state)) : "–"), h("span", {}, `${SIGNS[state]} ${text}`));
  return h("section", { class: "summary", "aria-label": "Summary" },
    h("div", { class: "tiles" }, tile("worse", "worse"), tile("better", "better"), tile("same", "same")),
    h("div", { class: "latest" },
      h("p", { class: "eyebrow" }, `Record ${at + 1} of ${count}`, moves.length ? `, ${machineName(at)}` : ""),
      h("p", { class: "subject" }, h("code", {}, data.commits[at].slice(0, 8)), ` ${data.subjects[at]}`),
      h("p", { class: "soft" }, `${minute(at)} against `, h("code", {}, data.commits[from].slice(0, 8)), ` of ${minute(from)}`),
      sameMachine(from, at) ? null : h("p", { class: "apart-note" }, `The first record of its machine. The one before is of ${machineName(from)}: nothing is judged.`)));
}

function heaviest(differences, from, at) {
  const changed = differences.filter((d) => d.state === "worse" || d.state === "better").sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 8);
  if (!changed.length) return h("section", { class: "card" }, h("h2", {}, "Heaviest changes"), empty(sameMachine(from, at) ? "Nothing changed more than it usually does." : "None: the machines differ."));
  const most = Math.max(...changed.map((d) => Math.abs(d.change)));
  return h("section", { class: "card" }, h("h2", {}, "Heaviest changes"),
    h("ul", { class: "heaviest" }, changed.map((d) =>
      h("li", {}, link({ view: "trends", figure: d.figure.id, a: keys[from], b: keys[at] }, {}, figureText(d.figure)),
        swing(d.change, most, d.state), mark(d.state, percent(d.change))))));
}

function cell(figure, from, at) {
  const found = figure && difference(figure, from, at);
  if (!found) return h("td", { class: "none" }, h("span", { class: "quiet" }, "no figure"));
  return h("td", { class: found.state }, link({ view: "trends", figure: figure.id, a: keys[from], b: keys[at] },
    { title: `${figureText(figure)}: ${["apart", "none"].includes(found.state) ? WORDS[found.state] : `usual ±${unsigned(found.usual)}`}` },
    h("span", { class: "value" }, amount(figure.metric, found.after)), spark(figure.values, figure.changes), mark(found.state, percent(found.change))));
}

function stateGrid(group, from, at) {
  const own = wholeFigures().filter((f) => f.group === group);
  if (!own.length) return null;
  const metrics = Object.keys(METRICS).filter((m) => own.some((f) => f.metric === m));
  const names = [...new Set(own.map((f) => f.name))];
  const rows = names.map((name) => h("tr", {}, h("th", { scope: "row" }, name),
    metrics.map((m) => cell(figures.get(`${group}/${name}/${m}`), from, at))));
  return h("section", { class: "card grid" }, h("h2", {}, GROUPS[group]),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": GROUPS[group] },
      h("table", {}, h("thead", {}, h("tr", {}, h("td", {}), metrics.map((m) => h("th", { scope: "col" }, METRICS[m])))), h("tbody", {}, rows))));
}

function overview(main) {
  const at = recordOf(get("b"), count - 1);
  const from = spanStart(at);
  const wanted = get("q");
  const differences = wholeFigures().map((f) => difference(f, from, at)).filter((d) => d && matches(d.figure.id, wanted));
  const groups = Object.keys(GROUPS).filter((g) => g !== "peer" && matches(g, wanted.split(" ")[0] in GROUPS ? wanted.split(" ")[0] : ""));
  main.append(
    h("div", { class: "bar" },
      h("label", { class: "field" }, h("span", {}, "Against"),
        h("select", { id: "span", onchange: (e) => go({ span: e.target.value }) },
          Object.entries(SPANS).map(([value, text]) => h("option", { value, selected: get("span", "1") === value }, text)))),
      commitPicker("Record", "b", at)),
    summary(differences, from, at), heaviest(differences, from, at), ...groups.map((g) => stateGrid(g, from, at)).filter(Boolean));
}
