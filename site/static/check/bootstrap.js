"use strict";
// The only inline script of the frame, allowed by its hash. Before any other script it takes away, for good, what
// no content security policy governs: WebRTC, connections made in advance, and every way to a window or a
// document that would have them anew. Then it proves all this, has seal.js prove the policy, and only now lets
// the page's modules in. Whatever they do, they reach no address; with seal.js this is all that must be right.
(() => {
  const { freeze, getOwnPropertyNames } = Object;
  /** Makes a method callable in a way that no later script can change. @param {Function} method @returns {any} */
  const free = (method) => Function.prototype.call.bind(method);
  /** @param {string} words @returns {Record<string, true>} a table that has no prototype to be changed */
  const table = (words) =>
    freeze(words.split(/\s+/).reduce((made, word) => ({ ...made, __proto__: null, [word]: true }), {}));

  // Text, tables, form controls, pictures and drawings. No links: pressing one may connect.
  const HTML = table(`abbr article aside b bdi bdo blockquote br button canvas caption code col colgroup data
    datalist dd del details dfn dialog div dl dt em fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hgroup hr i img input ins kbd label legend li main mark menu meter nav ol optgroup option output p pre
    progress q rp rt ruby s samp search section select small span strong sub summary sup table tbody td template
    textarea tfoot th thead time tr u ul var video wbr`);
  const SVG = table("svg g path line polyline polygon rect circle ellipse text tspan title desc defs clipPath");
  const PARSED = table("html head meta title script body form"); // what else the frame's document may consist of
  const SVG_SPACE = "http://www.w3.org/2000/svg";
  // A blob of any other type could be gone to as a document, and a document has links and hints in it.
  const TYPES = table("text/javascript image/jpeg image/png image/webp image/gif image/bmp image/heic image/heif");
  // Everything that makes elements of text, or a document with elements.
  const MARKUP = /HTML|^write|^open$|^execCommand$|^createContextualFragment$|^createDocument$/;

  /**
   * Take away from a window or a worker what no policy governs there; runs as text in a worker.
   * @param {Window & typeof globalThis} scope @param {Record<string, true>} types @param {string[]} names
   */
  const takeAway = (scope, types, names) => {
    /** @param {object} at @param {PropertyKey} name @param {unknown} [value] */
    const fix = (at, name, value) => Object.defineProperty(at, name, { value, writable: false, configurable: false });
    const ways = /^(webkit|moz|ms)?(RTC|Speech|speech)|Worker$|^CustomElementRegistry$/;
    for (const name of [...Object.getOwnPropertyNames(scope).filter((known) => ways.test(known)), ...names]) {
      const { prototype } = Object(Reflect.get(scope, name));
      if (prototype) fix(prototype, "constructor"); // an instance would lead to it
      fix(scope, name);
    }
    const { URL, Blob } = scope;
    const { get } = /** @type {any} */ (Object.getOwnPropertyDescriptor(Blob.prototype, "type"));
    const [typeOf, create] = [Function.prototype.call.bind(get), URL.createObjectURL.bind(URL)];
    fix(URL, "createObjectURL", (/** @type {Blob} */ blob) =>
      create(types[typeOf(blob)] ? blob : new Blob([blob], { type: "application/octet-stream" })));
    // A blob is made of what iterating gives, so that is not to be changed either.
    fix(Array.prototype, Symbol.iterator, Array.prototype[Symbol.iterator]);
    fix(Object.getPrototypeOf([][Symbol.iterator]()), "next", [][Symbol.iterator]().next);
    return fix;
  };

  const [NativeWorker, NativeBlob, revoke] = [Worker, Blob, URL.revokeObjectURL];
  const [text, lower] = [String, free(String.prototype.toLowerCase)];
  const [create, createNS] = [free(Document.prototype.createElement), free(Document.prototype.createElementNS)];
  const [click, setAttribute] = [free(HTMLElement.prototype.click), free(Element.prototype.setAttribute)];
  const [later, command] = [setTimeout.bind(window), free(Document.prototype.execCommand)];
  const stop = free(Event.prototype.stopImmediatePropagation);
  // Firefox 140 lets a worker load a font in spite of the policy.
  const prelude = `(${takeAway})(self, Object.assign(Object.create(null), ${JSON.stringify(TYPES)}), ["FontFace"]);`;
  Object.defineProperty(CustomElementRegistry.prototype, "define", { value: undefined, configurable: false });
  const fix = takeAway(window, TYPES, ["open", "navigation", "customElements", "DOMParser", "XSLTProcessor",
    "MediaMetadata", "documentPictureInPicture", "PaymentRequest", "PresentationRequest", "Notification"]);
  const { createObjectURL } = URL;
  const address = (/** @type {string} */ js) => createObjectURL(new NativeBlob([js], { type: "text/javascript" }));
  for (const name of ["mediaSession", "presentation", "share", "registerProtocolHandler", "credentials"]) {
    fix(Navigator.prototype, name);
  }
  const makers = [Node, Element, HTMLElement, Document, HTMLDocument, DocumentFragment, ShadowRoot, Range];
  for (const holder of [...makers, ...[...makers, DOMImplementation].map(({ prototype }) => prototype)]) {
    for (const name of getOwnPropertyNames(holder)) if (MARKUP.test(name)) fix(holder, name);
  }

  /** @param {Record<string, true>} allowed @param {string} name */
  const permitted = (allowed, name) => {
    if (!allowed[name]) throw new TypeError(`not in this frame: ${name}`);
    return name;
  };
  fix(Document.prototype, "createElement", /** @this {Document} @param {any} name */ function (name) {
    return create(this, permitted(HTML, lower(text(name))));
  });
  fix(Document.prototype, "createElementNS", /** @this {Document} @param {any} space @param {any} name */
    function (space, name) {
      return createNS(this, SVG_SPACE, permitted(SVG, text(space === SVG_SPACE ? name : space)));
    });

  // What the modules get instead. The link never meets them, so it cannot be given another address.
  fix(window, "sealed", freeze({
    copy: () => command(document, "copy"),
    /** @param {string} script */
    startWorker: (script) => new NativeWorker(address(`${prelude}importScripts("${address(text(script))}")`)),
    /** @param {Blob} blob @param {string} name */
    saveAs: (blob, name) => {
      const [link, file] = [create(document, "a"), createObjectURL(blob)];
      setAttribute(link, "href", file);
      setAttribute(link, "download", text(name));
      click(link);
      later(() => revoke(file), 60000);
    },
  }));

  /** @param {ParentNode} root @returns {boolean} whether there are only permitted elements in it */
  const isPlain = (root) => [...root.querySelectorAll("*")].every((one) =>
    (HTML[one.localName] || SVG[one.localName] || PARSED[one.localName])
      && (!(one instanceof HTMLTemplateElement) || isPlain(one.content)));
  /** Looks again, as a module would. @returns {string | undefined} what is there and must not be */
  const stillThere = () => {
    if (origin !== "null") return "origin";
    if (top !== parent || parent.opener) return "window"; // a message to it could carry the photo
    if (!isPlain(document)) return "elements";
    const makes = (/** @type {string} */ tag) => { try { return document.createElement(tag); } catch { return null; } };
    return getOwnPropertyNames(window).find((name) => /RTC|Worker$|^open$/.test(name) && Reflect.get(window, name))
      ?? getOwnPropertyNames(Document.prototype).find((name) => MARKUP.test(name) && Reflect.get(document, name))
      ?? ["a", "link", "iframe", "object", "embed", "base", "script"].find(makes);
  };

  let begun = false;
  addEventListener("messageerror", (event) => stop(event), true);
  addEventListener("message", async (event) => {
    stop(event); // the modules would learn of a window to answer: one that opened ours can speak to this one
    if (begun || event.source !== parent || !event.ports[0]) return;
    begun = true;
    const { data, ports: [port] } = event;
    try {
      if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
      const left = stillThere();
      if (left) throw new Error(left);
      await (await import(address(data.seal))).proveSealed(data.probe);
    } catch (error) {
      port.postMessage({ kind: "failed", value: text(Object(error).message) });
      return;
    }
    port.postMessage({ kind: "sealed" });
    (await import(address(data.main))).main(data, port);
  }, true);
  parent.postMessage("frame-ready", "*");
})();
