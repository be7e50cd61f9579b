// The files that Python starts from, in the order in which the outer page has them: it still fetches some while
// others are at work already.

/** @typedef {ArrayBuffer | Blob} Part */

export class Arriving {
  /** @type {Map<string, Part>} */
  #here = new Map();
  /** Those that wait for more. @type {Set<Worker>} */
  #followers = new Set();
  #all = false;
  #end = () => {};
  /** Resolves when all are here. @type {Promise<void>} */
  whole = new Promise((resolve) => (this.#end = resolve));

  /** @param {string[]} names those that Python starts from, of which no start can do without one */
  constructor(names) {
    this.names = names;
  }

  /**
   * @param {string} name
   * @param {Part} part
   */
  add(name, part) {
    this.#here.set(name, part);
    for (const worker of this.#followers) worker.postMessage({ kind: "file", name, part });
  }

  /** No more will come. */
  end() {
    this.#all = true;
    for (const worker of this.#followers) worker.postMessage({ kind: "whole" });
    this.#followers.clear();
    this.#end();
  }

  /**
   * Give a worker what is here, and what comes when it comes. Large files are blobs, which it reads by itself.
   * @param {Worker} worker
   */
  hand(worker) {
    for (const [name, part] of this.#here) worker.postMessage({ kind: "file", name, part });
    if (this.#all) worker.postMessage({ kind: "whole" });
    else this.#followers.add(worker);
  }
}
