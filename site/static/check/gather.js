// What a batch comes to: Python writes the reports as the command line would, and makes the ZIP piece by piece.
import { list, make } from "./dom.js";
import { Engine } from "./engine.js";
import { t } from "./text.js";

/** @typedef {{ kept: Blob, file: Blob | null }} Kept what Python wants back of a photo, and the new file */

/**
 * @typedef {object} Batch
 * @property {import("./link.js").Wish & { fix: boolean, folders: string[], pattern: string }} job
 * @property {File | null} roster
 * @property {(Kept | undefined)[]} found in the order of the files
 * @property {[name: string, reason: string][]} skipped
 */

/**
 * @typedef {object} Gathered
 * @property {string} problem why the class list cannot be read; empty when it can
 * @property {Blob | null} zip
 * @property {string[]} lines the summary, as the command line has it
 */

/**
 * Return what a batch comes to; null when `isWanted` no longer holds. That is asked before each call, so that
 * nothing gets into what another has opened since.
 * @param {Engine} engine
 * @param {Batch} batch
 * @param {() => boolean} isWanted
 * @returns {Promise<Gathered | null>} rejects with a Trouble
 */
export async function gather(engine, { job, roster, found, skipped }, isWanted) {
  if (engine.dead) await engine.start();
  const names = roster ? await roster.arrayBuffer() : new ArrayBuffer(0);
  if (!isWanted()) return null;
  const opened = await engine.many("open", names, { ...job, roster: roster?.name ?? "" });
  const { problem } = JSON.parse(opened.json);
  if (problem) return { problem, zip: null, lines: [] };
  /** @type {Blob[]} */
  const pieces = [];
  for (const one of found) {
    if (!one) continue;
    const bytes = await new Blob(one.file ? [one.kept, one.file] : [one.kept]).arrayBuffer();
    if (!isWanted()) return null;
    const { data } = await engine.many("add", bytes, { split: one.kept.size });
    if (data?.length) pieces.push(new Blob([data]));
  }
  if (!isWanted()) return null;
  const interrupted = found.filter(Boolean).length < found.length;
  const closed = await engine.many("close", new ArrayBuffer(0), { skipped, interrupted });
  if (!isWanted()) return null;
  const zip = new Blob([...pieces, closed.data ?? new Uint8Array(0)]);
  return { problem: "", zip, lines: JSON.parse(closed.json).lines };
}

/**
 * The summary as the command line has it: what is indented belongs to the line above. Codes step back.
 * @param {string[]} lines
 */
export function listed(lines) {
  return list("lines", lines.map((line) => {
    const [, text, code] = /^(.+) (\([a-z-]+(?:\/[a-z-]+)?\))$/.exec(line.trim()) ?? ["", line.trim(), ""];
    const item = make("li", line.startsWith(" ") ? "below" : "", text);
    if (code) item.append(" ", make("small", "code", code));
    return item;
  }));
}

/**
 * Return what to do about a class list that cannot be read; an empty text where it can.
 * @param {string} problem as the command line says it
 */
export function rosterProblem(problem) {
  if (!problem) return "";
  const what = t(
    "这份名单读不了。请在表格软件里另存为 CSV，第一行写「学号」「姓名」，再选一次。",
    "This class list cannot be read. Save it as CSV with the titles “id” and “name” in its first row, and choose it again.",
  );
  return `${what}（${problem}）`;
}
