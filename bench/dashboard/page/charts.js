// uPlot with our colours, change points and a label that follows the pointer.

let drawn = [];

function forgetCharts() {
  for (const chart of drawn) chart.destroy();
  drawn = [];
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const PALETTE = ["line", "c2", "c3", "c4", "c5", "c6"];

function axes(xText, yText) {
  const look = { stroke: colour("soft"), grid: { stroke: colour("rule"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  return [
    { ...look, grid: { show: false }, values: (_, splits) => splits.map(xText), space: 80 },
    { ...look, values: (_, splits) => splits.map(yText), size: 64, space: 40 },
  ];
}

function width(holder) {
  return Math.max(260, holder.clientWidth);
}

function fit(chart, holder, height) {
  drawn.push(chart);
  const resize = new ResizeObserver(() => {
    if (!holder.isConnected) return resize.disconnect();
    if (Math.abs(chart.width - width(holder)) > 1) chart.setSize({ width: width(holder), height });
  });
  resize.observe(holder);
}

// A vertical line where a level changed, and how much.
function drawChanges(figure) {
  return (u) => {
    const { ctx } = u;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.font = `600 ${11 * ratio}px system-ui`;
    ctx.textAlign = "left";
    let free = -Infinity;
    for (const at of figure.changes) {
      const x = u.valToPos(at, "x", true);
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
      const change = levelChange(figure, at);
      ctx.strokeStyle = ctx.fillStyle = colour(change > 0 ? "worse" : "better");
      ctx.setLineDash([3 * ratio, 3 * ratio]);
      ctx.lineWidth = ratio;
      ctx.beginPath();
      ctx.moveTo(x, u.bbox.top);
      ctx.lineTo(x, u.bbox.top + u.bbox.height);
      ctx.stroke();
      const text = percent(change);
      const room = ctx.measureText(text).width;
      const left = Math.min(x + 4 * ratio, u.bbox.left + u.bbox.width - room);
      if (left < free) continue;
      ctx.fillText(text, left, u.bbox.top + 11 * ratio);
      free = left + room + 6 * ratio;
    }
    ctx.restore();
  };
}

// Where another machine measured: a dotted line down to the axis, and the machine's name where there is room.
function drawMoves(u) {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const [right, bottom] = [bbox.left + bbox.width, bbox.top + bbox.height];
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui`;
  ctx.textAlign = "left";
  ctx.strokeStyle = ctx.fillStyle = colour("soft");
  ctx.lineWidth = ratio;
  let free = bbox.left;
  for (const at of moves) {
    const x = u.valToPos(at - 0.5, "x", true);
    if (x < bbox.left || x > right) continue;
    const text = machineName(at);
    const room = ctx.measureText(text).width;
    const left = Math.min(x + 5 * ratio, right - room);
    const fits = left >= free;
    ctx.setLineDash(fits ? [ratio, 3 * ratio] : []);
    ctx.beginPath();
    ctx.moveTo(x, fits ? bbox.top : bottom - 8 * ratio);
    ctx.lineTo(x, bottom + 6 * ratio);
    ctx.stroke();
    if (!fits) continue;
    ctx.fillText(text, left, bottom - 5 * ratio);
    free = left + room + 8 * ratio;
  }
  ctx.restore();
}

function drawChosen(places) {
  return (u) => {
    const { ctx } = u;
    ctx.save();
    ctx.fillStyle = colour("chosen");
    for (const at of places) {
      const x = u.valToPos(at, "x", true);
      ctx.fillRect(x - 4 * devicePixelRatio, u.bbox.top, 8 * devicePixelRatio, u.bbox.height);
    }
    ctx.restore();
  };
}

function pointerLabel(text) {
  const label = h("div", { class: "tip", hidden: true });
  return {
    hooks: {
      init: (u) => u.over.append(label),
      setCursor: (u) => {
        const { idx, left, top } = u.cursor;
        label.hidden = idx === null || idx === undefined || left < 0;
        if (label.hidden) return;
        label.replaceChildren(...text(idx));
        const right = left > u.over.clientWidth / 2;
        label.style.left = right ? "" : `${left + 14}px`;
        label.style.right = right ? `${u.over.clientWidth - left + 14}px` : "";
        label.style.top = `${Math.min(top, Math.max(0, u.over.clientHeight - label.clientHeight))}px`;
      },
    },
  };
}

function trendChart(holder, figure, at, base, choose) {
  const x = figure.values.map((_, i) => i);
  const dense = figure.values.length > 150;
  const line = { stroke: colour("line"), width: 2, spanGaps: true, paths: dense || figure.low ? undefined : uPlot.paths.stepped({ align: 1 }),
    points: { show: !dense, size: 6, fill: colour("paper"), stroke: colour("line") } };
  const columns = [x, figure.values];
  const series = [{}, line];
  const bands = [];
  if (figure.low) {
    const edge = { stroke: "transparent", points: { show: false }, spanGaps: true };
    columns.push(figure.high, figure.low);
    series.push(edge, edge);
    bands.push({ series: [2, 3], fill: colour("band") });
  }
  const height = innerWidth < 700 ? 260 : 340;
  const text = (i) => [
    h("strong", {}, amount(figure.metric, figure.values[i])), h("br"), `${data.commits[i].slice(0, 8)} · ${minute(i)}`, h("br"),
    shortened(data.subjects[i], 90),
    ...(moves.length ? [h("br"), h("em", {}, moves.includes(i) ? `from here on ${machineName(i)}, before ${machineName(i - 1)}` : machineName(i))] : []),
  ];
  const chart = new uPlot({
    width: width(holder), height, series, bands,
    scales: { x: { time: false }, y: { range: (_, low, high) => padded(low, high) } },
    axes: axes((i) => (Number.isInteger(i) && data.commits[i] ? data.commits[i].slice(0, 7) : ""), (v) => amount(figure.metric, v)),
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 8 } },
    hooks: {
      drawClear: [drawChosen([base, at])], draw: [drawMoves, drawChanges(figure)],
      ready: [(u) => u.over.addEventListener("click", () => u.cursor.idx !== null && u.select.width === 0 && choose(u.cursor.idx))],
    },
    plugins: [pointerLabel(text)],
  }, columns, holder);
  fit(chart, holder, height);
}

function padded(low, high) {
  const room = (high - low || Math.abs(high) * 0.02 || 1) * 0.15;
  return [low - room, high + room];
}

// Several lines over one x: growth curves (doublings, y logarithmic) and the fuzz campaign's nights.
function lineChart(holder, { x, lines, xText, yText, logarithmic = false, height = 300 }) {
  const series = [{}, ...lines.map((l, i) => ({ label: l.label, stroke: colour(PALETTE[i % PALETTE.length]), width: 2, spanGaps: true,
    points: { show: true, size: 6, fill: colour("paper") } }))];
  const text = (i) => [h("strong", {}, xText(x[i])), ...lines.flatMap((l) => [h("br"), `${l.label}: ${yText(l.values[i])}`])];
  const chart = new uPlot({
    width: width(holder), height, series,
    scales: { x: { time: false }, y: { distr: logarithmic ? 3 : 1, log: 10 } },
    axes: axes(xText, (v) => (v === null ? "" : yText(v))), legend: { show: false }, cursor: { y: false, points: { size: 8 } },
    plugins: [pointerLabel(text)],
  }, [x, ...lines.map((l) => l.values)], holder);
  fit(chart, holder, height);
}

function legend(lines) {
  return h("ul", { class: "legend" }, lines.map((line, i) =>
    h("li", {}, h("i", { style: `background:var(--${PALETTE[i % PALETTE.length]})` }), line.label, line.note ? h("span", {}, ` ${line.note}`) : null)));
}
