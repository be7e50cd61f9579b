// Every way in which a script can leave something for another page of the site, or for a later visit. An
// expression: a function that tries them all and returns what was thrown, by way.
async () => {
  const late = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), ms));
  const attempts = {
    "local-storage": () => localStorage.setItem("leak", "x"),
    "session-storage": () => sessionStorage.setItem("leak", "x"),
    "cookie": () => {
      document.cookie = "leak=x; path=/";
      if (!document.cookie.includes("leak")) throw new Error("not kept");
    },
    "indexed-db": () => new Promise((resolve, reject) => {
      const request = indexedDB.open("leak");
      Object.assign(request, { onsuccess: resolve, onerror: () => reject(request.error) });
    }),
    "cache-storage": async () => (await caches.open("leak")).put("/leak", new Response("x")),
    "private-files": async () => (await navigator.storage.getDirectory()).getFileHandle("leak", { create: true }),
    "broadcast": () => new BroadcastChannel("leak").postMessage("leak by broadcast"),
    "shared-worker": () => new SharedWorker(URL.createObjectURL(new Blob([""], { type: "text/javascript" }))),
    "service-worker": () => navigator.serviceWorker.register("leak.js"),
    "lock": () => navigator.locks.request("leak", () => {}),
    "window-name": () => { top.name = "leak"; },
    "parent-document": () => parent.document.body.append("leak"),
    "parent-script": () => parent.eval("1"),
    "message-to-parent": () => parent.postMessage("leak by message", "*"),
  };
  const refused = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await Promise.race([attempt(), late(1500)]);
    } catch (error) {
      refused[name] = String(error);
    }
  }
  return { names: Object.keys(attempts), refused };
}
