const RENDER = { overview, trends, compare, peers, growth, fuzz, machines };

function renderNavigation() {
  document.getElementById("views").replaceChildren(...VIEWS.map((name, i) =>
    link({ view: name, figure: null, stage: null, q: null, kind: null }, { "aria-current": view() === name ? "page" : null, title: `Key ${i + 1}` },
      name[0].toUpperCase() + name.slice(1))));
}

// What had the focus keeps it over a new drawing of the same view.
function keepingFocus(draw) {
  const focused = document.activeElement;
  const key = focused?.id ? `#${focused.id}` : ["stage", "figure"].map((k) => focused?.dataset?.[k] && `${focused.localName}[data-${k}="${CSS.escape(focused.dataset[k])}"]`).find(Boolean);
  const [start, end] = focused?.id === "filter" ? [focused.selectionStart, focused.selectionEnd] : [];
  const list = document.querySelector(".subjects")?.scrollTop ?? 0;
  draw();
  const scrolled = document.querySelector(".subjects");
  if (scrolled) scrolled.scrollTop = list;
  const again = key && document.querySelector(key);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (start !== undefined && again.id === "filter") again.setSelectionRange(start, end);
}

function render() {
  forgetCharts();
  const main = document.getElementById("main");
  keepingFocus(() => {
    renderNavigation();
    main.replaceChildren();
    main.className = view();
    RENDER[view()](main);
  });
  document.title = `Onefold: ${view()}`;
}

function step(by) {
  const links = [...document.querySelectorAll(".figures a[data-figure]")];
  if (view() !== "trends" || !links.length) return;
  const at = links.findIndex((a) => a.getAttribute("aria-current"));
  const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
  go({ figure: next.dataset.figure, stage: null });
  document.querySelector(".figures a[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function stepCommit(by) {
  const at = Math.max(0, Math.min(count - 1, recordOf(get("b"), count - 1) + by));
  go({ b: keys[at], a: keys[recordBefore(at)] });
  document.getElementById("live").textContent = commitText(at);
}

function toggleTheme() {
  const dark = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = dark === "dark" ? "light" : "dark";
  render();
}

function onKey(event) {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const keys = { j: () => step(1), k: () => step(-1), "[": () => stepCommit(-1), "]": () => stepCommit(1), t: toggleTheme,
    "?": () => document.getElementById("keys").showModal(), "/": () => document.getElementById("filter")?.focus() };
  const number = Number(event.key);
  const action = VIEWS[number - 1] ? () => go({ view: VIEWS[number - 1], figure: null, stage: null, q: null, kind: null }) : keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function aboutText() {
  const own = data.machines.map((name, number) => `${name}${moves.length ? ` (${data.machine.filter((m) => m === number).length} records)` : ""}`);
  return `${own.join("; ")} · at last Linux ${data.kernel}, ${data.cores} cores · ${count} records, ${day(0)} to ${day(count - 1)}`;
}

async function start() {
  take(await unpack());
  readState();
  document.getElementById("about").textContent = aboutText();
  document.getElementById("theme").addEventListener("click", toggleTheme);
  document.getElementById("help").addEventListener("click", () => document.getElementById("keys").showModal());
  addEventListener("keydown", onKey);
  for (const event of ["popstate", "hashchange"]) addEventListener(event, () => (readState(), render()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  render();
  performance.mark("drawn");
}

start();
