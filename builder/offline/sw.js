"use strict";
// The service worker: hands out the site's files from this device, each held against its hash, so that the second
// visit needs no network. It has no handler for messages, and no photo comes near it: the frame in which photos
// are judged has an origin of its own and asks for nothing. A new release waits until no page is open any more,
// or until the person asks for it on a page of the guide.

/**
 * Written by the build: the hashes of all files, and of them what opens the site and what every check needs.
 * @type {{ files: Record<string, string>, first: string[], base: string[] }}
 */
const SITE = { files: {}, first: [], base: [] };

const CACHE = "gradphoto-site";
// Held against their hashes by the page itself, once they are unpacked; here they pass without being kept waiting.
const PAYLOADS = "check/runtime/";
// A line on which what the checker needs may be fetched before it is asked for: megabits a second, as far as the
// browser tells. Ours.
const FAST = 5;

const worker = /** @type {any} */ (self);
const scope = new URL("./", worker.location.href);

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(
    clean()
      .then(() => worker.clients.claim())
      .then(() => void warm().catch((error) => console.warn(String(error)))),
  );
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const name = nameOf(event.request);
  if (name) event.respondWith(answer(event, name));
});

/** Fetch what is needed to open the site; a file that is not of this release makes the browser try again later. */
async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    SITE.first.map(async (name) => {
      if (await cache.match(keyOf(name))) return;
      const response = await fetch(new URL(name, scope), { cache: "no-cache", credentials: "omit" });
      const bytes = await response.arrayBuffer();
      if (!response.ok || !(await isGenuine(bytes, name))) throw new Error(`${name} is of another release`);
      await cache.put(keyOf(name), plain(bytes, response.headers));
    }),
  );
}

/** Drop what this release does not have. */
async function clean() {
  const cache = await caches.open(CACHE);
  const known = new Set(Object.keys(SITE.files).map((name) => keyOf(name).href));
  for (const key of await cache.keys()) if (!known.has(key.url)) await cache.delete(key);
}

/** Fetch what the checker needs for file and picture, where the line is fast and nobody pays by the byte. */
async function warm() {
  const { connection } = worker.navigator;
  if (!connection || connection.saveData || connection.type === "cellular" || !(connection.downlink >= FAST)) return;
  const cache = await caches.open(CACHE);
  for (const name of SITE.base) {
    if (await cache.match(keyOf(name))) continue;
    const response = await fetch(new URL(name, scope), { credentials: "omit" });
    if (response.ok) await cache.put(keyOf(name), response);
  }
}

/**
 * Return the file of this release that a request is for, or an empty text.
 * @param {Request} request
 */
function nameOf(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== scope.origin || !pathname.startsWith(scope.pathname)) return "";
  let asked = pathname.slice(scope.pathname.length);
  try {
    asked = decodeURIComponent(asked);
  } catch {
    return ""; // no name of ours
  }
  const names = [asked, `${asked}index.html`, `${asked}/index.html`, `${asked}.html`]; // as hosts write them
  return names.find((name) => Object.hasOwn(SITE.files, name)) ?? "";
}

/**
 * @param {any} event
 * @param {string} name
 * @returns {Promise<Response>}
 */
async function answer(event, name) {
  const cache = await caches.open(CACHE).catch(() => null);
  // After a failure the page asks for a file anew.
  if (event.request.cache !== "reload") {
    const kept = await cache?.match(keyOf(name)).catch(() => undefined);
    if (kept && name.startsWith(PAYLOADS)) return kept;
    const bytes = await kept?.arrayBuffer().catch(() => null);
    if (kept && bytes && (await isGenuine(bytes, name))) return plain(bytes, kept.headers);
  }
  const response = await fetch(event.request);
  // The rest of a file whose beginning the page has (206) is no file; the page hands the whole in.
  if (cache && response.status === 200) event.waitUntil(keep(cache, name, response.clone()));
  return response;
}

/**
 * Keep a file for the next time. Where there is no room, the next time fetches it again.
 * @param {Cache} cache
 * @param {string} name
 * @param {Response} response
 */
async function keep(cache, name, response) {
  try {
    const bytes = await response.arrayBuffer();
    if (name.startsWith(PAYLOADS) || (await isGenuine(bytes, name))) {
      await cache.put(keyOf(name), plain(bytes, response.headers));
    }
  } catch (error) {
    console.warn(`${name}: ${error}`);
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @param {string} name
 */
async function isGenuine(bytes, name) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.startsWith(SITE.files[name]);
}

/**
 * Files are kept under name and hash, so that releases do not mix.
 * @param {string} name
 */
function keyOf(name) {
  return new URL(`${name}?${SITE.files[name]}`, scope);
}

/**
 * Return an answer that is no redirection and says nothing of how it was packed on the way.
 * @param {ArrayBuffer} bytes
 * @param {Headers} headers
 */
function plain(bytes, headers) {
  const kept = new Headers(headers);
  for (const name of ["Content-Encoding", "Content-Length"]) kept.delete(name);
  return new Response(bytes, { headers: kept });
}
