"use strict";
// The only inline script of the frame, allowed by its hash. Before anything else runs it takes away what
// no content security policy governs; then it waits for the outer page to hand in the modules as text.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection", "RTCDataChannel"]) {
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
}
globalThis.addEventListener("message", async function begin(event) {
  if (event.source !== globalThis.parent || !event.ports[0]) return;
  globalThis.removeEventListener("message", begin);
  const addresses = new Map();
  for (const [name, text] of event.data.modules) {
    let linked = text;
    for (const [known, address] of addresses) linked = linked.replaceAll(`"./${known}"`, `"${address}"`);
    addresses.set(name, URL.createObjectURL(new Blob([linked], { type: "text/javascript" })));
  }
  const { main } = await import([...addresses.values()].at(-1));
  main(event.data, event.ports[0]);
});
globalThis.parent.postMessage("frame-ready", "*");
