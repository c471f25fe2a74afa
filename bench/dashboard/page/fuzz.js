// The fuzz campaign from night to night.

const FUZZ_FIGURES = { lines: "Lines reached, percent", regions: "Regions reached, percent", corpus: "Corpus, files", findings: "Findings" };

const plain = (v) => (v === null || v === undefined ? "–" : v >= 1000 ? amount("count", v) : String(Math.round(v * 100) / 100));

function fuzz(main) {
  const nights = data.fuzz;
  if (!nights.length) return main.append(empty("No record of the fuzz campaign was handed in (build --fuzz)."));
  const targets = [...new Set(nights.flatMap((night) => Object.keys(night.targets)))];
  for (const [key, title] of Object.entries(FUZZ_FIGURES)) {
    const lines = targets.map((label) => ({ label, values: nights.map((night) => night.targets[label]?.[key] ?? null) }))
      .filter((line) => line.values.some((v) => v !== null));
    if (!lines.length) continue;
    const holder = h("div", { class: "chart", role: "img", "aria-label": `${title} by night` });
    main.append(h("section", { class: "card" }, h("h2", {}, title), legend(lines.map((l) => ({ ...l, note: plain(l.values.findLast((v) => v !== null)) }))), holder));
    lineChart(holder, { x: nights.map((_, i) => i), lines, xText: (i) => nights[i]?.date.slice(0, 10) ?? "", yText: plain, height: 240 });
  }
}
