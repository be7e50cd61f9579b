// What is said between the page and a worker, and what its answers mean.
import { Trouble } from "./text.js";

/** @typedef {{ json: string, data: Uint8Array<ArrayBuffer> | null }} Answer a JSON text, and a file with it */

/**
 * @typedef {object} Waiting the order under way
 * @property {(value: any) => void} resolve
 * @property {(error: Trouble) => void} reject
 * @property {number} timer
 * @property {(part: string) => void} onEarly
 */

/**
 * @typedef {object} More
 * @property {(part: string) => void} [onEarly] gets what is known before the answer
 * @property {Transferable[]} [given] what of the order is handed over for good
 * @property {Promise<void>} [from] when its time begins to count
 */

// The detail of a Trouble: the order was not begun, for the one before it had ended the worker.
export const NOT_BEGUN = "not begun";

/**
 * Give orders, to a new worker where there is none; once more where they were not begun.
 * @template T
 * @param {import("./engine.js").Engine} engine
 * @param {() => Promise<T>} orders
 * @returns {Promise<T>} rejects with a Trouble
 */
export async function assured(engine, orders) {
  try {
    if (engine.dead) await engine.start();
    return await orders();
  } catch (error) {
    if (!wasNotBegun(error)) throw error;
    if (engine.dead) await engine.start();
    return orders();
  }
}

/** @param {unknown} error */
function wasNotBegun(error) {
  return error instanceof Trouble && error.detail === NOT_BEGUN;
}

/**
 * Whether an order came to nothing by no fault of its own: the worker was given up, or lost before it was begun.
 * @param {unknown} error
 */
export function wasGivenUp(error) {
  return wasNotBegun(error) || (error instanceof Trouble && error.code === "check-cancelled");
}

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
