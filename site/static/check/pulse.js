// Notices that the frame is gone: a browser that is short of memory ends its process, and tells nobody.

// Its thread is never busy for so long. Ours.
const BEAT_MS = 4000;
const MISSED = 4;

/** Asks as long as the page is seen, for hidden ones are put to sleep. */
export class Pulse {
  #missed = 0;

  /** @param {() => void} ask answered by `heard` @param {() => void} onLost */
  constructor(ask, onLost) {
    const timer = setInterval(() => {
      if (document.hidden) this.#missed = 0;
      else if (this.#missed === MISSED) {
        clearInterval(timer);
        onLost();
      } else {
        this.#missed += 1;
        ask();
      }
    }, BEAT_MS);
  }

  heard() {
    this.#missed = 0;
  }
}
