"use strict";
// Searches the guide's text, which came with the page: nothing is sent anywhere. A classic script, so that it
// also runs from a folder. Chinese is matched by pairs of characters, other words by their beginning.

/**
 * @typedef {[path: string, title: string, sections: [anchor: string, heading: string, text: string][]]} IndexPage
 * @typedef {object} Place a section that can be found
 * @property {string} address
 * @property {string} title its page's
 * @property {string} heading
 * @property {string} text
 * @property {string} said all of it, as it is compared
 * @typedef {{ place: Place, score: number }} Hit
 */

const MOST_RESULTS = 12;
const SNIPPET = 70; // characters
// How much more a word counts in a section's heading and in its page's title than in the text. Ours, tried on
// the questions of tests/browser/test_search.py.
const IN_HEADING = 4;
const IN_TITLE = 2;
const WHOLE = 1.5;
// How quickly more of the same word stops counting, and how much long sections are held back (BM25's k and b).
const SATURATION = 1.2;
const LENGTH = 0.5;
// Words of questions, which every page could answer.
const ASKING = /怎么办|怎么|怎样|哪里|什么|为什么|为何|如何|多少|可以|可不可以|能不能|吗|呢|是|的|了|我|有/g;
const ASKING_IN_ENGLISH = new Set(
  "a about an and are at be by can do does for from how i if in is it me my of on or should the there to what where which who why will with you your".split(" "),
);

const LANG = document.documentElement.lang === "en" ? "en" : "zh";

/**
 * Return one of the two wordings of a text.
 * @param {string} zh
 * @param {string} en
 */
function t(zh, en) {
  return LANG === "en" ? en : zh;
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKC").toLowerCase();
}

/**
 * The same, but as long as before: what would become longer, such as «…», stays.
 * @param {string} text
 */
function inPlace(text) {
  return text.replace(/./gsu, (character) => {
    const made = plain(character);
    return made.length === character.length ? made : character;
  });
}

/**
 * @param {string} query
 * @returns {string[]} pairs of Chinese characters, single ones, and other words
 */
function words(query) {
  const asked = plain(query).match(/[\u4e00-\u9fff]+|[a-z0-9.]+/g) ?? [];
  const found = asked.flatMap((run) => {
    if (!/[\u4e00-\u9fff]/.test(run)) return [run];
    const parts = run.split(ASKING).filter(Boolean);
    return (parts.length ? parts : [run]).flatMap((part) =>
      part.length === 1 ? [part] : Array.from({ length: part.length - 1 }, (_, at) => part.slice(at, at + 2)),
    );
  });
  const telling = found.filter((word) => !ASKING_IN_ENGLISH.has(word));
  return [...new Set(telling.length ? telling : found)].map(stem);
}

/**
 * Return an English word without the ending of its plural, so that it is found in either form.
 * @param {string} word
 */
function stem(word) {
  return /^[a-z]{3,}[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/**
 * @param {string} text
 * @param {string} word
 */
function count(text, word) {
  return text.split(word).length - 1;
}

/**
 * @param {Place[]} places
 * @param {string} query
 * @returns {Hit[]} best first
 */
function find(places, query) {
  const asked = words(query);
  const average = places.reduce((sum, { said }) => sum + said.length, 0) / places.length;
  const rarity = asked.map((word) => {
    const having = places.filter(({ said }) => said.includes(word)).length;
    return having && Math.log(1 + places.length / having);
  });
  const whole = plain(query).trim();
  const hits = places.map((place) => {
    // The first section of a page has the page's title for its heading.
    const heading = plain(place.heading || place.title);
    const title = place.heading ? plain(place.title) : "";
    const weight = 1 - LENGTH + (LENGTH * place.said.length) / average;
    let score = 0;
    asked.forEach((word, at) => {
      const times = count(place.said, word) + IN_HEADING * count(heading, word) + IN_TITLE * count(title, word);
      score += (rarity[at] * times * (SATURATION + 1)) / (times + SATURATION * weight);
    });
    if (whole.length > 1 && place.said.includes(whole)) score *= heading.includes(whole) ? WHOLE ** 2 : WHOLE;
    return { place, score };
  });
  return hits.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
}

/**
 * @param {Element} parent
 * @param {string} text
 * @param {string[]} asked
 */
function addMarked(parent, text, asked) {
  const low = inPlace(text);
  const ends = asked.flatMap((word) => spans(low, word));
  const marked = new Array(text.length).fill(false);
  for (const [from, to] of ends) marked.fill(true, from, to);
  let at = 0;
  while (at < text.length) {
    let to = at;
    while (to < text.length && marked[to] === marked[at]) to += 1;
    const part = text.slice(at, to);
    if (marked[at]) {
      const mark = document.createElement("mark");
      mark.textContent = part;
      parent.append(mark);
    } else parent.append(part);
    at = to;
  }
}

/**
 * @param {string} text
 * @param {string} word
 */
function spans(text, word) {
  /** @type {[number, number][]} */
  const found = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push([at, at + word.length]);
  return found;
}

/**
 * The part of a text with the most of what was asked.
 * @param {string} text
 * @param {string[]} asked
 */
function snippet(text, asked) {
  const low = inPlace(text);
  let best = { start: 0, held: -1 };
  for (const word of asked) {
    const start = Math.max(0, low.indexOf(word) - 15);
    const held = asked.filter((other) => low.slice(start, start + SNIPPET).includes(other)).length;
    if (held > best.held) best = { start, held };
  }
  const { start } = best;
  const cut = text.slice(start, start + SNIPPET);
  return `${start > 0 ? "…" : ""}${cut}${start + SNIPPET < text.length ? "…" : ""}`;
}

/**
 * @param {Hit} hit
 * @param {string[]} asked
 */
function listItem({ place }, asked) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = place.address;
  addMarked(link, place.heading ? `${place.heading} · ${place.title}` : place.title, asked);
  const below = document.createElement("p");
  addMarked(below, snippet(place.text, asked), asked);
  item.append(link, below);
  return item;
}

const BASE85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/**
 * Base85, a sixteenth shorter than Base64: five signs for four bytes; fewer at the end for fewer.
 *
 * @param {string} text
 */
function unpacked(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  const view = new DataView(new ArrayBuffer(4));
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (const sign of text.slice((at / 4) * 5, (at / 4) * 5 + 5).padEnd(5, "~")) {
      value = value * 85 + BASE85.indexOf(sign);
    }
    view.setUint32(0, value);
    bytes.set(new Uint8Array(view.buffer).subarray(0, bytes.length - at), at);
  }
  return bytes;
}

/** @returns {Promise<Place[]>} */
async function read() {
  const stream = new Blob([unpacked(String(Reflect.get(globalThis, "searchIndex")))]).stream().pipeThrough(new DecompressionStream("gzip"));
  const pages = /** @type {IndexPage[]} */ (await new Response(stream).json());
  return pages.flatMap(([path, title, sections]) =>
    sections.map(([anchor, heading, text]) => ({
      address: anchor ? `${path}#${anchor}` : path,
      title,
      heading,
      text,
      said: plain(`${heading || title} ${text}`),
    })),
  );
}

async function start() {
  const places = await read();
  const form = /** @type {HTMLFormElement} */ (document.getElementById("search"));
  const input = /** @type {HTMLInputElement} */ (document.getElementById("query"));
  const results = /** @type {HTMLElement} */ (document.getElementById("results"));
  const status = /** @type {HTMLElement} */ (document.getElementById("search-status"));

  const show = () => {
    const query = input.value.trim();
    const asked = words(query);
    const hits = asked.length ? find(places, query) : [];
    results.replaceChildren(...hits.slice(0, MOST_RESULTS).map((hit) => listItem(hit, asked)));
    if (!query) status.textContent = "";
    else status.textContent = hits.length
      ? t(`找到 ${hits.length} 处，最像的在前面。`, `Found in ${hits.length} places, the best first.`)
      : t("没有找到。换个词，或看下面的全部页面。", "Nothing found. Try another word, or look at all pages below.");
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
  };
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.focus();
  });
  document.addEventListener("keydown", (event) => move(event, input, results));
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  form.hidden = false;
  if (input.value) show();
  input.focus();
}

/**
 * Arrow keys go through the results, and back to the field; «/» goes to the field.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} input
 * @param {HTMLElement} results
 */
function move(event, input, results) {
  const stops = [input, ...results.querySelectorAll("a")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined && at >= 0) stops[Math.max(0, Math.min(stops.length - 1, at + step))].focus();
  else if (event.key === "/" && document.activeElement !== input) input.focus();
  else return;
  event.preventDefault();
}

start();
