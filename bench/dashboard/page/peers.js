// Other tools on the same bytes, in turns with onefold.

function peerRows(name, own, at) {
  const tools = [...new Set(own.map((f) => f.name.slice(name.length + 1)))];
  const latest = (tool, metric) => {
    const figure = figures.get(`peer/${name}.${tool}/${metric}`);
    return (figure?.values[at] ?? null) === null ? null : { value: figure.values[at], low: figure.low?.[at], high: figure.high?.[at] };
  };
  const times = tools.map((tool) => ({ tool, time: latest(tool, "time") })).filter((row) => row.time)
    .sort((a, b) => b.time.value - a.time.value);
  const most = Math.max(2, ...times.map((row) => row.time.value));
  return times.map(({ tool, time }) => h("tr", {}, h("th", { scope: "row" }, tool),
    h("td", { class: "ratio" }, h("span", { class: "track", "aria-hidden": "true" }, h("i", { class: time.value > 1 ? "worse" : "better", style: `width:${(100 * time.value) / most}%` }),
      h("em", { style: `left:${100 / most}%` }))),
    h("td", {}, `${time.value.toFixed(2)}×`, time.low && h("small", { class: "soft" }, ` ${time.low.toFixed(2)} to ${time.high.toFixed(2)}`)),
    h("td", {}, amount("instructions", latest(tool, "instructions")?.value ?? null)), h("td", {}, amount("peak_rss", latest(tool, "peak_rss")?.value ?? null))));
}

// What onefold does beside them, and of what.
function peerTitle(name) {
  const [, verb, program] = name.match(/^(show|stack)-(.*)$/) ?? [];
  if (verb) return { title: `${verb} ${program}`, note: "what it reads and checks", ours: `peer/${name}.onefold` };
  if (name === "libraries") return { title: name, note: "a made-up closure of 192 libraries", ours: "growth/libraries.8" };
  return { title: name, note: "the fold that keeps libc", ours: `fold/${name}` };
}

function peers(main) {
  const all = [...figures.values()].filter((f) => f.group === "peer");
  const at = lastPlace(all);
  const own = all.filter((f) => at >= 0 && f.values[at] !== null);
  const names = [...new Set(own.map((f) => f.name.split(".")[0]))];
  if (!names.length) return main.append(empty("No record with other tools yet: run bench/run without --quick."));
  main.append(h("p", { class: "lead" }, "Time of onefold over that of the tool, in turns on the same bytes: left of the line onefold is the faster. ",
    "cp is the floor: nothing that writes the bytes can be faster. Linkers link the objects of the closure that onefold folds.", measuredAt(at)));
  for (const name of names) {
    const known = peerTitle(name);
    const ours = (metric) => {
      const figure = figures.get(`${known.ours}/${metric}`);
      return amount(metric, figure?.values[at] ?? null);
    };
    main.append(h("section", { class: "card" }, h("h2", {}, known.title, h("small", {}, known.note)),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": known.title }, h("table", { class: "peers" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Tool"), h("td", {}), ["onefold ÷ tool", "its instructions", "its peak memory"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, peerRows(name, own.filter((f) => f.name.startsWith(`${name}.`)), at),
          h("tr", { class: "ours" }, h("th", { scope: "row" }, "onefold"), h("td", {}), h("td", {}, "1.00×"), h("td", {}, ours("instructions")), h("td", {}, ours("peak_rss"))))))));
  }
}
