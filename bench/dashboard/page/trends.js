// One figure over all records, its change points, and down to stages and functions.

function figureList(chosen) {
  const wanted = get("q");
  const shown = wholeFigures().filter((f) => matches(`${f.id} ${figureText(f)}`, wanted));
  const bySubject = Map.groupBy ? Map.groupBy(shown, (f) => f.subject) : shown.reduce((m, f) => m.set(f.subject, [...(m.get(f.subject) ?? []), f]), new Map());
  const list = [...bySubject].map(([, own]) => h("li", {},
    h("span", { class: "subject" }, `${own[0].name}`, h("small", {}, GROUPS[own[0].group])),
    h("ul", {}, own.map((f) => h("li", {}, link({ figure: f.id }, { "aria-current": f.id === chosen.id ? "true" : null, "data-figure": f.id },
      METRICS[f.metric], f.changes.length ? h("span", { class: "count", title: "change points" }, String(f.changes.length)) : null))))));
  return h("nav", { class: "figures", "aria-label": "Figures" }, filterField("Filter figures"),
    list.length ? h("ul", { class: "subjects", tabindex: "-1" }, list) : empty("No figure of that name."));
}

function changeList(figure) {
  if (!figure.changes.length) return empty("No change of level was found.");
  const rows = [...figure.changes].reverse().map((i) => {
    const before = placeOf(figure, recordBefore(i));
    const change = levelChange(figure, i);
    return h("li", {}, mark(change > 0 ? "worse" : "better", percent(change)),
      link({ view: "compare", a: keys[before], b: keys[i], figure: null, q: null }, {}, h("code", {}, data.commits[i].slice(0, 8)), ` ${data.subjects[i]}`),
      h("span", { class: "soft" }, day(i)));
  });
  return h("ul", { class: "changes" }, rows);
}

function functionTable(subject, stage, from, at) {
  const rows = functionsOf(subject, stage, from, at);
  if (!rows.length) return empty("No function of this stage weighs a hundredth of the whole.");
  const number = (v) => (v === null ? "small" : amount("instructions", v));
  return h("table", { class: "functions" },
    h("thead", {}, h("tr", {}, ["Function, its own instructions", "before", "after", "change"].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, rows.map((r) => {
      const known = r.before !== null && r.after !== null;
      const change = known ? (r.after - r.before) / r.before : 0;
      const state = !known || r.after === r.before ? "same" : !sameMachine(from, at) ? "apart" : change > 0 ? "worse" : "better";
      return h("tr", {}, h("th", { scope: "row" }, h("code", {}, r.name)), h("td", {}, number(r.before)), h("td", {}, number(r.after)),
        h("td", {}, known ? mark(state, percent(change)) : "–"));
    })));
}

function stageTable(subject, from, at, open) {
  const rows = stagesOf(subject).map((f) => difference(f, from, at)).filter((d) => d && d.before !== null);
  const alone = Object.keys(data.functions.subjects[subject] ?? {});
  if (!rows.length && stagesOf(subject).length) return empty("This record did not measure it.");
  if (!rows.length) return alone.length ? functionTable(subject, alone[0], from, at) : null;
  const total = rows.reduce((sum, r) => sum + r.after, 0);
  const body = rows.flatMap((r) => {
    const stage = r.figure.stage;
    const isOpen = open === stage;
    const toggle = h("button", { type: "button", class: "stage", "aria-expanded": String(isOpen), "data-stage": stage,
      onclick: () => go({ stage: isOpen ? null : stage, subject }) }, stage);
    const row = h("tr", { class: r.state }, h("th", { scope: "row" }, toggle), h("td", { class: "share" }, h("i", { style: `width:${(100 * r.after) / total}%` }),
      h("span", {}, `${((100 * r.after) / total).toFixed(1)} %`)), h("td", {}, amount("instructions", r.before)), h("td", {}, amount("instructions", r.after)),
    h("td", {}, mark(r.state, percent(r.change))), h("td", { class: "wide" }, spark(r.figure.values, r.figure.changes)));
    return isOpen ? [row, h("tr", { class: "inner" }, h("td", { colspan: "6" }, functionTable(subject, stage, from, at)))] : [row];
  });
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Stages" }, h("table", { class: "stages" },
    h("thead", {}, h("tr", {}, ["Stage", "share", "before", "after", "change", ""].map((t, i) => (t ? h("th", { scope: "col" }, t) : h("td", { class: i === 5 ? "wide" : null }))))),
    h("tbody", {}, body)));
}

function movesText() {
  const shown = moves.slice(0, 3).map((i) => `, of another machine from ${data.commits[i].slice(0, 8)} on: ${machineName(i)}`);
  return shown.join("") + (moves.length > 3 ? ", and so on" : "");
}

// Said where two records of different machines are looked at.
function apartNote(from, at) {
  return sameMachine(from, at) ? null : h("p", { class: "apart-note" },
    `Different machines: ${machineName(from)} before, ${machineName(at)} after. Nothing is judged.`);
}

function trends(main) {
  const all = wholeFigures();
  const figure = figures.get(get("figure")) ?? all.find((f) => f.id === "fold/nvim/instructions") ?? all[0];
  const at = recordOf(get("b"), count - 1);
  const from = recordOf(get("a"), recordBefore(at));
  const found = difference(figure, from, at);
  const holder = h("div", { class: "chart", role: "img", "aria-label": `${figureText(figure)} over ${count} records${movesText()}` });
  const stages = figure.metric === "instructions" ? stageTable(figure.subject, from, at, get("stage")) : null;
  main.append(h("div", { class: "columns" }, figureList(figure), h("div", { class: "detail" },
    h("section", { class: "card" },
      h("h2", {}, `${figure.name}: ${METRICS[figure.metric]}`, h("small", {}, GROUPS[figure.group])),
      h("p", { class: "now" }, h("b", {}, found ? amount(figure.metric, found.after) : "–"), found ? mark(found.state, percent(found.change)) : null,
        h("span", { class: "soft" }, ` usual: ±${unsigned(usualOf(figure, at))}${figure.gates ? "; worse stops a commit" : "; shown, stops nothing"}`)),
      apartNote(from, at),
      holder, h("p", { class: "soft hint" }, "Choose a record by a click; drag to look closer, double-click to see all.")),
    h("div", { class: "bar" }, commitPicker("Before", "a", from), commitPicker("After", "b", at)),
    stages ? h("section", { class: "card" }, h("h2", {}, "Where its instructions go"), stages) : null,
    h("section", { class: "card" }, h("h2", {}, "Changes of level"), changeList(figure)))));
  trendChart(holder, figure, at, from, (i) => go({ b: keys[i], a: keys[recordBefore(i)] }));
}
