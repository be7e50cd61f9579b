// Every way in which a page script can make a browser ask a server for something without leaving the page.
// An expression: a function that tries them all against addresses below `base` and returns their names.
async (base) => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const add = (tag, properties, attributes = {}) => {
    const made = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    document.body.append(made);
    return made;
  };
  const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));
  const script = (text) => blob(text, "text/javascript");
  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, made];
  };
  const attempts = {
    "fetch": (to) => fetch(to, { mode: "no-cors" }),
    "fetch-keepalive": (to) => fetch(to, { mode: "no-cors", method: "POST", keepalive: true, body: "x" }),
    "xhr": (to) => {
      const request = new XMLHttpRequest();
      request.open("POST", to);
      request.send("x");
    },
    "web-socket": (to) => new WebSocket(to.replace("http", "ws")),
    "event-source": (to) => new EventSource(to),
    "beacon": (to) => navigator.sendBeacon(to, "x"),
    "dynamic-import": (to) => import(to),
    "script": (to) => add("script", { src: to }),
    "module-script": (to) => add("script", { type: "module", src: to }),
    "style-sheet": (to) => add("link", { rel: "stylesheet", href: to }),
    "prefetch": (to) => add("link", { rel: "prefetch", href: to }),
    "preload": (to) => add("link", { rel: "preload", as: "image", href: to }),
    "module-preload": (to) => add("link", { rel: "modulepreload", href: to }),
    "image": (to) => add("img", { src: to }),
    "image-set": (to) => add("img", { srcset: `${to} 1x` }),
    "style-attribute": (to) => add("p", { textContent: "x" }, { style: `background: url(${to})` }),
    "style-property": (to) => (add("p", { textContent: "x" }).style.backgroundImage = `url(${to})`),
    "style-element": (to) => add("style", { textContent: `body { list-style-image: url(${to}) } li { background: url(${to}) }`, }) && add("li", { textContent: "x" }),
    "constructed-sheet": (to) => sheet(`h5 { background: url(${to}) }`) ?? add("h5", { textContent: "x" }),
    "font-face": (to) => new FontFace("leak", `url(${to})`).load(),
    "audio": (to) => add("audio", { src: to, preload: "auto" }),
    "video": (to) => add("video", { src: to, preload: "auto" }),
    "video-poster": (to) => add("video", { poster: to }),
    "object": (to) => add("object", { data: to }),
    "embed": (to) => add("embed", { src: to }),
    "svg-image": (to) => {
      const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
      image.setAttribute("href", to);
      drawing.append(image);
      document.body.append(drawing);
    },
    "frame": (to) => add("iframe", { src: to }),
    "frame-srcdoc-image": (to) => add("iframe", { srcdoc: `<img src="${to}">` }),
    "frame-srcdoc-refresh": (to) => add("iframe", { srcdoc: `<meta http-equiv="refresh" content="0;url=${to}">` }),
    "frame-blob-image": (to) => add("iframe", { src: blob(`<img src="${to}">`, "text/html") }),
    "frame-blob-refresh": (to) =>
      add("iframe", { src: blob(`<meta http-equiv="refresh" content="0;url=${to}">`, "text/html") }),
    "form-into-frame": (to) => {
      const name = `target-${Math.random()}`;
      add("iframe", { name });
      add("form", { action: to, target: name, method: "POST" }).submit();
    },
    "worker-in-blob": (to) => new Worker(script(`fetch("${to}", { mode: "no-cors" })`)),
    "worker-import-scripts": (to) => new Worker(script(`importScripts("${to}")`)),
    "worker-dynamic-import": (to) => new Worker(script(`import("${to}")`)),
    "ping": (to) => {
      const link = add("a", { href: `${document.URL}#x`, textContent: "x" }, { ping: to });
      link.click();
    },
    "speculation-rules": (to) => {
      const rules = { prefetch: [{ source: "list", urls: [to], eagerness: "immediate" }] };
      add("script", { type: "speculationrules", textContent: JSON.stringify(rules) });
    },
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      Promise.resolve(attempt(`${base}leak/${name}`)).catch(() => {});
    } catch {
      // Refused: what counts is what the server sees.
    }
    await pause(20);
  }
  await pause(1500);
  return Object.keys(attempts);
}
