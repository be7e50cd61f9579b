// Talks to a worker: one order at a time, ended by ending the worker.
import { sealed } from "./dom.js";
import { NOT_BEGUN, trouble } from "./parts.js";
import { Trouble } from "./text.js";

/** @typedef {import("./parts.js").More} More */
/** @typedef {import("./parts.js").Waiting} Waiting */

/** A worker and what it is asked. */
export class Orders {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Waiting | null} */
  #waiting = null;
  #id = 0;
  /** The last that was given up. @type {Worker | null} */
  #unwanted = null;
  /** Resolves when no order is under way. @type {Promise<unknown>} */
  #free = Promise.resolve();

  /**
   * Start a worker in the place of the one before.
   * @param {string} script the worker's text
   * @returns {Worker}
   */
  begin(script) {
    this.cancel();
    const worker = sealed.startWorker(script);
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new Trouble("worker-crashed", event.message));
    };
    this.#worker = worker;
    return worker;
  }

  /** Give up what is under way: the worker ends, and with it all that it holds. */
  cancel() {
    this.#unwanted = this.#worker ?? this.#unwanted;
    this.#end(new Trouble("check-cancelled"));
  }

  /** Whether the worker has to be started before the next photo. */
  get dead() {
    return this.#worker === null;
  }

  /**
   * Send an order when the one before it is done.
   * @param {object} order
   * @param {number} limit in ms
   * @param {string} late code of the Trouble when the limit is passed
   * @param {More} [more]
   * @returns {Promise<unknown>}
   */
  async send(order, limit, late, more = {}) {
    const worker = this.#worker;
    const before = this.#free;
    let free = () => {};
    this.#free = new Promise((resolve) => (free = () => resolve(null)));
    try {
      await before;
      if (!worker || worker === this.#unwanted) throw new Trouble("check-cancelled");
      if (worker !== this.#worker) throw new Trouble("worker-crashed", NOT_BEGUN);
      return await this.#post(worker, order, limit, late, more);
    } finally {
      free();
    }
  }

  /**
   * @param {Worker} worker
   * @param {object} order
   * @param {number} limit
   * @param {string} late
   * @param {More} more
   * @returns {Promise<unknown>}
   */
  #post(worker, order, limit, late, { onEarly = () => {}, given = [], from }) {
    const answered = new Promise((resolve, reject) => {
      const waiting = (this.#waiting = { resolve, reject, timer: 0, onEarly });
      const begin = () => {
        if (this.#waiting === waiting) waiting.timer = window.setTimeout(() => this.#end(new Trouble(late)), limit);
      };
      if (from) void from.then(begin);
      else begin();
    });
    this.#id += 1;
    try {
      worker.postMessage({ ...order, id: this.#id }, given);
    } catch (error) {
      this.#end(trouble(String(error)));
    }
    return answered;
  }

  /** @param {{ kind: string, id?: number, value?: unknown, message?: string }} answer */
  #heard(answer) {
    if (answer.kind === "failed") this.#end(trouble(String(answer.message)));
    else if (answer.kind === "answer" && answer.id === this.#id) {
      this.#settle((waiting) => waiting.resolve(answer.value));
    } else if (answer.kind === "early" && answer.id === this.#id) this.#waiting?.onEarly(String(answer.value));
  }

  /** @param {Trouble} reason */
  #end(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#settle((waiting) => waiting.reject(reason));
  }

  /** @param {(waiting: Waiting) => void} how */
  #settle(how) {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!waiting) return;
    clearTimeout(waiting.timer);
    how(waiting);
  }
}
