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
    (await import(address(data.main))).main(data, port);
  });
  parent.postMessage("frame-ready", "*");
})();
