// Instructions of a fold over the size of made-up closures, both axes logarithmic: a line of slope 1 is linear.

function slope(points) {
  const known = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (i) => known.reduce((sum, p) => sum + p[i], 0) / known.length;
  const [mx, my] = [mean(0), mean(1)];
  return known.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / known.reduce((s, [x]) => s + (x - mx) ** 2, 0);
}

const factorOf = (figure) => Number(figure.name.split(".")[1]);

function growthCurves(own, metric, at) {
  const factors = [...new Set(own.map(factorOf))].sort((a, b) => a - b);
  const names = [...new Set(own.map((f) => f.name.split(".")[0]))];
  const lines = names.map((name) => {
    const values = factors.map((factor) => {
      const figure = figures.get(`growth/${name}.${factor}/${metric}`);
      return figure?.values[at] ?? null;
    });
    const points = factors.map((x, i) => [x, values[i]]).filter(([, y]) => y !== null);
    return { label: name, values, note: points.length > 2 ? `slope ${slope(points).toFixed(2)}` : "" };
  });
  return { factors, lines };
}

function growth(main) {
  const all = wholeFigures().filter((f) => f.group === "growth");
  const at = lastPlace(all.filter((f) => factorOf(f) > 1));
  if (at < 0) return main.append(empty("No record with growing closures yet: run bench/run without --quick."));
  main.append(h("p", { class: "lead" }, "Closures made up to grow in one direction each, folded at 1 to 64 times their least size. Both axes are logarithmic; the slope may be at most 1.1.", measuredAt(at)));
  const own = all.filter((f) => f.values[at] !== null);
  const metrics = ["instructions", "peak_rss"];
  for (const metric of metrics) {
    const { factors, lines } = growthCurves(own, metric, at);
    const holder = h("div", { class: "chart", role: "img", "aria-label": `${METRICS[metric]} by size` });
    main.append(h("section", { class: "card" }, h("h2", {}, METRICS[metric]), legend(lines), holder,
      h("details", {}, h("summary", {}, "As a table"), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${METRICS[metric]}, a table` }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Closure"), factors.map((f) => h("th", { scope: "col" }, `${f}×`)), h("th", { scope: "col" }, "slope"))),
        h("tbody", {}, lines.map((l) => h("tr", {}, h("th", { scope: "row" }, l.label), l.values.map((v) => h("td", {}, amount(metric, v))), h("td", {}, l.note.replace("slope ", ""))))))))));
    lineChart(holder, { x: factors.map((_, i) => i), lines, xText: (i) => (factors[i] ? `${factors[i]}×` : ""), yText: (v) => amount(metric, v), logarithmic: true });
  }
}
