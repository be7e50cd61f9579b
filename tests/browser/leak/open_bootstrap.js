"use strict";
// Stands in for the bootstrap where a page without its seal is wanted: takes nothing away and proves nothing.
(() => {
  const address = (script) => URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  globalThis.sealed = {
    startWorker: (script) => new Worker(address(script)),
    copy: () => document.execCommand("copy"),
    saveAs: (blob, name) => Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name }).click(),
  };
  addEventListener("message", async function begin({ source, data, ports: [port] }) {
    if (source !== parent || !port) return;
    removeEventListener("message", begin);
    port.postMessage({ kind: "sealed" });
    const known = new Map();
    for (const [name, module] of data.modules) {
      known.set(name, address([...known].reduce((js, [other, at]) => js.replaceAll(`"./${other}"`, `"${at}"`), module)));
    }
    (await import([...known.values()].at(-1))).main(data, port);
  });
  parent.postMessage("frame-ready", "*");
})();
