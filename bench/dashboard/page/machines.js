// Every case on every machine.

function machines(main) {
  const found = data.matrix;
  if (!found) return main.append(empty("No table of cases was handed in (build --matrix)."));
  const rows = found.rows.filter((row) => matches(`${row.case} ${row.cells.join(" ")}`, get("q")));
  const passed = found.machines.map((_, i) => found.rows.filter((row) => row.cells[i] === "ok").length);
  const verdict = (text) => {
    const number = text.match(/^\((\d+)\)$/)?.[1];
    if (number) return h("td", { class: "excluded" }, h("abbr", { title: found.reasons[number] ?? "" }, "–"), h("span", { class: "quiet" }, `excluded: ${found.reasons[number] ?? ""}`));
    return text === "ok" ? h("td", { class: "ok" }, h("span", { "aria-hidden": "true" }, "✓"), h("span", { class: "quiet" }, "passed"))
      : h("td", { class: "failed" }, "✗", h("span", { class: "quiet" }, "failed"));
  };
  main.append(h("div", { class: "bar" }, filterField("Filter cases", "tls")),
    h("section", { class: "card" }, h("h2", {}, "Cases by machine", h("small", {}, `${found.rows.length} cases, ${found.machines.length} machines`)),
      h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Cases by machine" }, h("table", { class: "matrix" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Case"), found.machines.map((m, i) => h("th", { scope: "col" }, m, h("small", {}, `${passed[i]} pass`))))),
        h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.case), row.cells.map(verdict))))))),
    h("section", { class: "card" }, h("h2", {}, "Why a case is left out"), h("ol", {}, Object.entries(found.reasons).map(([number, reason]) => h("li", { value: number }, reason)))));
}
