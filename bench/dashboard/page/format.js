// Numbers as people read them.

const SIGNS = { better: "▼", worse: "▲", same: "=", apart: "≠", none: "" };
const WORDS = { better: "better", worse: "worse", same: "same", apart: "another machine, not judged", none: "an earlier value, not measured here" };

function scaled(value, step, units) {
  let unit = 0;
  while (Math.abs(value) >= step && unit < units.length - 1) {
    value /= step;
    ++unit;
  }
  const digits = Math.abs(value) >= 100 || unit === 0 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${units[unit]}`;
}

function amount(metric, value) {
  if (value === null || value === undefined) return "–";
  switch (data.metrics[metric]?.unit) {
    case "ratio": return `${value.toFixed(value >= 10 ? 1 : 2)}×`;
    case "bytes": return scaled(value, 1000, [" B", " kB", " MB", " GB"]);
    default: return scaled(value, 1000, ["", " k", " M", " G"]);
  }
}

function percent(change) {
  if (!Number.isFinite(change)) return "new";
  const size = Math.abs(change) * 100;
  if (size === 0) return "0 %";
  if (size < 0.001) return "<0.001 %";
  const digits = size >= 100 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3;
  return `${change > 0 ? "+" : "−"}${size.toFixed(digits)} %`;
}

const unsigned = (change) => percent(change).replace(/^[+−]/, "");

const day = (i) => data.dates[i].slice(0, 10);
const minute = (i) => data.dates[i].slice(0, 16).replace("T", " ");
const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const commitText = (i) => `${data.commits[i].slice(0, 8)} ${shortened(data.subjects[i], 60)}`;

const measuredAt = (i) => ` Measured at ${data.commits[i].slice(0, 8)}, ${day(i)}${moves.length ? `, on ${machineName(i)}` : ""}.`;

function figureText(figure) {
  const stage = figure.stage ? `, ${figure.stage}` : "";
  return `${GROUPS[figure.group] ?? figure.group} · ${figure.name} · ${METRICS[figure.metric]}${stage}`;
}
