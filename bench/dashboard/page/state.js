// What is looked at, kept in the address: a view can be sent to somebody, and Back works.

const VIEWS = ["overview", "trends", "compare", "peers", "growth", "fuzz", "machines"];
const state = new Map();

function readState() {
  state.clear();
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) state.set(key, value);
}

function get(key, otherwise = "") {
  return state.get(key) ?? otherwise;
}

const view = () => (VIEWS.includes(get("view")) ? get("view") : "overview");

function addressOf(changes) {
  const next = new URLSearchParams([...state]);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(key);
    else next.set(key, value);
  }
  return `#${next}`;
}

// `quietly`: no step for Back, as while somebody types.
function go(changes, quietly = false) {
  const address = addressOf(changes);
  if (address === location.hash) return;
  if (quietly) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  readState();
  render();
}
