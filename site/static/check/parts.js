// What a worker's answers mean.
import { Trouble } from "./text.js";

/** @typedef {{ json: string, data: Uint8Array<ArrayBuffer> | null }} Answer a JSON text, and a file with it */

/**
 * @param {unknown} value
 * @returns {Answer}
 */
export function asAnswer(value) {
  const { json = "", data = null } = /** @type {Partial<Answer>} */ (Object(value));
  return { json: String(json), data: data instanceof Uint8Array ? new Uint8Array(data) : null };
}

/**
 * What a message of the worker means for the person.
 * @param {string} message
 */
export function trouble(message) {
  return new Trouble(/memory|allocation failed/i.test(message) ? "out-of-memory" : "worker-crashed", message);
}
