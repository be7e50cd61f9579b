// The table of many photos: a row a photo, to be filtered and sorted.
import { element, icon, make, printable } from "./dom.js";
import { OUTCOME_WORDS } from "./findings.js";
import { t } from "./text.js";

/**
 * @typedef {object} Row what is known of one photo
 * @property {string} outcome the worst under all standards; empty as long as there is none
 * @property {string[]} mend what is to be mended, a sentence a standard
 * @property {boolean} made whether there is a new file
 */

const ORDER = ["unreadable", "fail", "unknown", "warn", "pass", ""];
// So many rows are made, or change their place, before the browser may do something else.
const AT_ONCE = 20;
const MOVED_AT_ONCE = 40;
/** @type {Row} */
const NOTHING = { outcome: "", mend: [], made: false };

/** The rows in the frame's document. */
export class Rows {
  /** @type {HTMLTableSectionElement} */
  #body = element("many-rows");
  /** @type {HTMLTableRowElement[]} in the order of the files */
  #rows = [];
  #filter = "";
  /** Counts the orders, of which a newer one makes an older one void. */
  #turn = 0;
  /** @type {HTMLSelectElement} */
  #sort = element("many-sort");

  /** @param {(index: number) => void} onSee the person wants to see one photo's whole report */
  constructor(onSee) {
    this.#sort.addEventListener("change", () => void this.#arrange());
    for (const button of this.#buttons()) {
      button.addEventListener("click", () => {
        this.#filter = String(button.dataset.filter);
        void this.#apply();
      });
    }
    this.#body.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button[data-see]") : null;
      if (button instanceof HTMLElement) onSee(Number(button.dataset.see));
    });
  }

  /**
   * Make a row for each photo.
   * @param {string[]} names
   */
  async fill(names) {
    this.clear();
    this.work();
    const rows = this.#rows;
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const some = names.slice(at, at + AT_ONCE).map((name, index) => this.#make(at + index, name));
      rows.push(...some);
      this.#body.append(...some);
      await new Promise((resolve) => setTimeout(resolve));
      if (rows !== this.#rows) return; // others have come
    }
    void this.#apply();
  }

  /**
   * Show the table, which was hidden as a whole or was another: its rows some at a time.
   * @param {() => void} show the table itself
   * @returns {Promise<void>} resolves when all are there
   */
  async reveal(show) {
    for (const row of this.#rows) row.hidden = true;
    show();
    await this.#apply();
  }

  /** Rows will change all the time: the browser is to spend nothing on those that are not seen. */
  work() {
    element("many-table").classList.add("working");
  }

  /**
   * Rows change no more.
   * @returns {Promise<void>} resolves when all are there
   */
  rest() {
    return this.reveal(() => element("many-table").classList.remove("working"));
  }

  /** Take all rows away. */
  clear() {
    element("many-table").classList.remove("working");
    for (const picture of this.#body.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    this.#body.replaceChildren();
    this.#turn += 1;
    this.#rows = [];
    this.#filter = "";
    this.#sort.value = "file";
  }

  /** Take back what was found; the pictures stay. */
  reset() {
    for (const row of this.#rows) if (row.dataset.outcome) show(row, NOTHING);
  }

  /**
   * Show what was found.
   * @param {number} index
   * @param {Row} found
   * @param {Blob | null} thumbnail null to leave the picture as it is
   */
  show(index, found, thumbnail) {
    const row = this.#rows[index];
    show(row, found);
    if (thumbnail) this.#picture(row, thumbnail);
    measure(row);
  }

  /** Bring filter and numbers up to date. */
  update() {
    void this.#apply();
  }

  /**
   * Put the focus where the person left the table.
   * @param {number} index
   */
  focus(index) {
    this.#rows[index]?.querySelector("button")?.focus();
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {Blob} thumbnail
   */
  #picture(row, thumbnail) {
    const old = row.querySelector("img");
    if (old) URL.revokeObjectURL(old.src);
    const picture = new Image();
    picture.alt = "";
    picture.decoding = "async";
    picture.src = URL.createObjectURL(thumbnail);
    old?.remove();
    row.querySelector(".thumb")?.append(picture);
  }

  /**
   * @param {number} index
   * @param {string} name
   */
  #make(index, name) {
    const shown = printable(name);
    const row = /** @type {HTMLTableRowElement} */ (make("tr"));
    const head = make("th");
    head.setAttribute("scope", "row");
    const photo = make("span", "photo");
    photo.append(make("span", "thumb"), make("bdi", "name", shown));
    head.append(photo);
    const see = /** @type {HTMLButtonElement} */ (make("button", "button button-secondary button-small", t("看详情", "Details")));
    see.type = "button";
    see.dataset.see = String(index);
    see.setAttribute("aria-label", t(`看详情：${shown}`, `Details: ${shown}`));
    const last = make("td");
    last.append(see);
    row.append(head, make("td"), make("td", "mend"), last);
    show(row, NOTHING);
    return row;
  }

  /** @returns {HTMLElement[]} */
  #buttons() {
    return [...element("many-filters").querySelectorAll("button")];
  }

  async #apply() {
    for (const button of this.#buttons()) {
      const wanted = String(button.dataset.filter);
      const count = this.#rows.filter((row) => fits(row, wanted)).length;
      button.setAttribute("aria-pressed", String(wanted === this.#filter));
      button.hidden = !count && wanted !== "" && wanted !== this.#filter;
      const number = button.querySelector("strong");
      if (number) number.textContent = String(count);
    }
    for (;;) {
      const wrong = this.#rows.filter((row) => row.hidden === fits(row, this.#filter)).slice(0, MOVED_AT_ONCE);
      for (const row of wrong) row.hidden = !row.hidden;
      if (wrong.length < MOVED_AT_ONCE) return;
      await this.#breathe();
    }
  }

  async #arrange() {
    const turn = ++this.#turn;
    const place = (/** @type {HTMLTableRowElement} */ row) => ORDER.indexOf(row.dataset.outcome ?? "");
    const name = (/** @type {HTMLTableRowElement} */ row) => row.querySelector(".name")?.textContent ?? "";
    const rows = [...this.#rows];
    if (this.#sort.value === "worst") rows.sort((one, other) => place(one) - place(other));
    if (this.#sort.value === "name") rows.sort((one, other) => name(one).localeCompare(name(other), "zh", { numeric: true }));
    for (let at = 0, moved = 0; at < rows.length; at += 1) {
      const there = this.#body.rows[at];
      if (there === rows[at]) continue;
      this.#body.insertBefore(rows[at], there);
      moved += 1;
      if (moved % MOVED_AT_ONCE) continue;
      await this.#breathe();
      if (turn !== this.#turn) return; // another order is wanted, or other photos have come
    }
  }

  /** Have what has changed laid out, not together with all that follows, and let the browser do something else. */
  async #breathe() {
    void this.#body.offsetHeight;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/**
 * Have a row laid out as it is now, be it seen or not: a row out of sight is as high as it was when last laid out, so
 * that nothing moves when it comes into sight.
 * @param {HTMLTableRowElement} row
 */
function measure(row) {
  row.style.contentVisibility = "visible";
  requestAnimationFrame(() => requestAnimationFrame(() => (row.style.contentVisibility = "")));
}

/**
 * @param {HTMLTableRowElement} row
 * @param {string} wanted
 */
function fits(row, wanted) {
  return wanted === "" || row.dataset.outcome === wanted;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {Row} found
 */
function show(row, { outcome, mend, made }) {
  const [, verdict, what] = row.cells;
  row.dataset.outcome = outcome;
  row.className = outcome ? `outcome-${outcome}` : "";
  const badge = make("span", "badge");
  badge.append(icon(outcome), make("span", "", outcome ? OUTCOME_WORDS[outcome] : t("等着", "waiting")));
  verdict.replaceChildren(badge);
  if (made) verdict.append(make("span", "made", t("改好了一张", "a new file was made")));
  what.replaceChildren(...mend.map(line));
}

/**
 * Return a sentence as a line. Where it is the command line's of a photo that cannot be opened, its code comes last.
 * @param {string} sentence
 */
function line(sentence) {
  const [, code, text] = /^\[([a-z-]+)\] (.+)$/s.exec(sentence) ?? ["", "", sentence];
  const made = make("p", "", text);
  if (code) made.append(" ", make("small", "code", t(`（${code}）`, `(${code})`)));
  return made;
}
