// Elements, made in one call.

function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") element.style.cssText = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function link(changes, properties, ...children) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(changes);
  };
  return h("a", { href: addressOf(changes), onclick: follow, ...properties }, ...children);
}

function mark(state, text) {
  if (state === "none") return h("span", { class: "mark" }, "earlier", h("span", { class: "quiet" }, " value, not measured here"));
  return h("span", { class: `mark ${state}` }, h("span", { "aria-hidden": "true" }, SIGNS[state]), ` ${text}`,
    h("span", { class: "quiet" }, ` ${WORDS[state]}`));
}

// A bar to the left for better, to the right for worse.
function swing(change, most, state) {
  const share = Math.min(1, Math.abs(change) / most || 0) * 50;
  const side = change < 0 ? `right:50%;width:${share}%` : `left:50%;width:${share}%`;
  return h("span", { class: "swing", "aria-hidden": "true" }, h("i", { class: state, style: side }));
}

const MOST_POINTS = 90; // of a line so small
const MOST_MOVES = 5; // from machine to machine that it can show

function thinned(values, changes) {
  const each = Math.ceil(values.length / MOST_POINTS);
  if (each === 1) return { values, changes, moved: moves };
  const offset = (values.length - 1) % each; // the latest stays
  const placed = (places) => [...new Set(places.map((i) => Math.ceil((i - offset) / each)))];
  return { values: values.filter((_, i) => i % each === offset), changes: placed(changes), moved: placed(moves) };
}

function spark(all, allChanges, width = 96, height = 22) {
  const { values, changes, moved } = thinned(all, allChanges);
  const known = values.filter((v) => v !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i) => (values.length > 1 ? (i / (values.length - 1)) * (width - 4) + 2 : width / 2);
  const y = (v) => (high > low ? height - 3 - ((v - low) / (high - low)) * (height - 6) : height / 2);
  const points = values.map((v, i) => (v === null ? null : `${x(i).toFixed(1)},${y(v).toFixed(1)}`)).filter(Boolean);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("class", "spark");
  svg.setAttribute("aria-hidden", "true");
  const last = points.at(-1)?.split(",") ?? [0, 0];
  const upright = moved.length > MOST_MOVES ? "" : moved.map((i) => `M${(x(i - 0.5)).toFixed(1)},0V${height}`).join("");
  svg.innerHTML = `<path class="moved" d="${upright}"/><polyline points="${points.join(" ")}"/>${changes
    .filter((i) => values[i] !== null && values[i] !== undefined)
    .map((i) => `<circle class="change" cx="${x(i)}" cy="${y(values[i])}" r="1.8"/>`)
    .join("")}<circle cx="${last[0]}" cy="${last[1]}" r="2"/>`;
  return svg;
}

function commitPicker(label, key, chosen) {
  const options = data.commits.map((_, i) => h("option", { value: keys[i], selected: i === chosen }, `${day(i)}  ${commitText(i)}`));
  return h("label", { class: "field" }, h("span", {}, label),
    h("select", { id: `pick-${key}`, onchange: (e) => go({ [key]: e.target.value }) }, underMachines(options).reverse()));
}

// The latest first, in groups of one machine if there are several.
function underMachines(options) {
  if (!moves.length) return options;
  const starts = [0, ...moves];
  return starts.map((start, i) => h("optgroup", { label: machineName(start) }, options.slice(start, starts[i + 1]).reverse()));
}

function filterField(label, example = "nvim instructions") {
  return h("label", { class: "field" }, h("span", {}, label),
    h("input", { type: "search", id: "filter", value: get("q"), placeholder: example, autocomplete: "off",
      oninput: (e) => go({ q: e.target.value }, true) }));
}

function matches(text, wanted) {
  return wanted.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
}

function empty(text, ...more) {
  return h("p", { class: "empty" }, text, ...more);
}
