// Any two records: every figure, heaviest change first.

function compareRow(d, most, from, at) {
  const key = d.figure.id;
  const isOpen = get("figure") === key;
  const canOpen = d.figure.metric === "instructions" && (d.figure.stage || stagesOf(d.figure.subject).length || data.functions.subjects[d.figure.subject]);
  const name = [figureText(d.figure)];
  const title = canOpen
    ? h("button", { type: "button", class: "stage", "aria-expanded": String(isOpen), "data-figure": key, onclick: () => go({ figure: isOpen ? null : key, stage: null }) }, name)
    : h("span", {}, name);
  const inner = () => d.figure.stage ? functionTable(d.figure.subject, d.figure.stage, from, at) : stageTable(d.figure.subject, from, at, get("stage"));
  const row = h("tr", { class: d.state }, h("th", { scope: "row" }, title), h("td", {}, amount(d.figure.metric, d.before)), h("td", {}, amount(d.figure.metric, d.after)),
    h("td", { class: "wide" }, swing(d.change, most, d.state)), h("td", {}, mark(d.state, percent(d.change))),
    h("td", { class: "soft wide" }, d.state === "apart" ? "–" : `±${unsigned(d.usual)}`),
    h("td", { class: "wide" }, d.figure.gates ? "yes" : "no"));
  return isOpen && canOpen ? [row, h("tr", { class: "inner" }, h("td", { colspan: "7" }, inner()))] : [row];
}

function compare(main) {
  const at = recordOf(get("b"), count - 1);
  const from = recordOf(get("a"), recordBefore(at));
  const judged = sameMachine(from, at);
  const kind = judged ? get("kind", "changed") : "all";
  const found = [...figures.values()].filter((f) => f.values[from] !== null && f.values[at] !== null)
    .map((f) => differenceAt(f, from, at)).filter((d) => matches(`${d.figure.id} ${figureText(d.figure)}`, get("q")));
  const changed = found.filter((d) => d.state !== "same");
  const shown = (kind === "all" ? found : kind === "stops" ? changed.filter((d) => d.figure.gates && d.state === "worse") : changed)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.figure.id < b.figure.id ? -1 : 1));
  const most = Math.max(...shown.map((d) => (Number.isFinite(d.change) ? Math.abs(d.change) : 0)), 1e-9);
  const count_ = (state) => found.filter((d) => d.state === state).length;
  const kinds = { changed: "what changed", stops: "what stops a commit", all: "all figures" };
  main.append(
    h("div", { class: "bar" }, commitPicker("Before", "a", from), commitPicker("After", "b", at),
      h("button", { type: "button", class: "swap", onclick: () => go({ a: keys[at], b: keys[from] }) }, "Swap"),
      judged && h("label", { class: "field" }, h("span", {}, "Show"), h("select", { id: "kind", onchange: (e) => go({ kind: e.target.value }) },
        Object.entries(kinds).map(([value, text]) => h("option", { value, selected: kind === value }, text)))),
      filterField("Filter figures")),
    h("section", { class: "card" }, h("h2", {}, `${data.commits[from].slice(0, 8)} to ${data.commits[at].slice(0, 8)}`,
      h("small", {}, `${found.length} figures: ${judged ? `${count_("worse")} worse, ${count_("better")} better, ${count_("same")} same` : "none judged"}`)),
    h("p", { class: "subject" }, data.subjects[at]), apartNote(from, at),
    shown.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Differences" }, h("table", { class: "differences" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Figure"), h("th", { scope: "col" }, "before"), h("th", { scope: "col" }, "after"), h("td", { class: "wide" }),
        h("th", { scope: "col" }, "change"), h("th", { scope: "col", class: "wide" }, "usual"), h("th", { scope: "col", class: "wide" }, "stops"))),
      h("tbody", {}, shown.flatMap((d) => compareRow(d, most, from, at))))) : empty(found.length ? "Nothing differs by more than it usually does." : "They have no such figure in common.")));
}
