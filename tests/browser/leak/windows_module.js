// Stands in the place of one of the page's modules, and gives what it has to any other window it can get hold of.
export function main() {
  const photo = "leak of the photo";
  const tell = (/** @type {Window | null | undefined} */ other) => other?.postMessage(photo, "*");
  const ways = {
    "top": () => top !== parent && tell(top),
    "opener": () => tell(parent.opener),
    "own-opener": () => tell(window.opener),
    // Whoever speaks to this window can be answered.
    "answer": () => ["message", "messageerror"].map((kind) =>
      addEventListener(kind, (event) => { if (event.source !== parent) tell(event.source); }, true)),
    "answer-by-handler": () => (window.onmessage = (event) => { if (event.source !== parent) tell(event.source); }),
    "answer-with-lies": () => {
      Event.prototype.stopImmediatePropagation = Event.prototype.stopPropagation = () => {};
      Event.prototype.composedPath = () => [];
    },
  };
  globalThis.hostile = Object.keys(ways);
  const tryAll = () => Object.values(ways).slice(0, 3).forEach((way) => { try { way(); } catch { /* refused */ } });
  for (const way of Object.values(ways)) {
    try { way(); } catch { /* refused */ }
  }
  setInterval(tryAll, 300);
}
