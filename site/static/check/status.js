// A line that says what is going on, with a way to cancel and a way to try again.
import { element, make } from "./dom.js";
import { Trouble, sentence } from "./text.js";

/** One such line of the frame's document; a live region, so screen readers say what it says. */
export class StatusLine {
  /** @type {HTMLElement} */
  #line;
  /** @type {HTMLElement} */
  #work;
  /** @type {HTMLElement} */
  #cancel;
  /** @type {HTMLElement} */
  #retry;

  /**
   * @param {string} prefix of the ids of its parts
   * @param {{ onCancel: () => void, onRetry: () => void }} buttons
   */
  constructor(prefix, { onCancel, onRetry }) {
    this.#line = element(`${prefix}status`);
    this.#work = element(`${prefix}work`);
    this.#cancel = element(`${prefix}cancel`);
    this.#retry = element(`${prefix}retry`);
    this.#cancel.addEventListener("click", onCancel);
    this.#retry.addEventListener("click", onRetry);
  }

  /**
   * Something is under way.
   * @param {string} text
   * @param {boolean} cancellable
   */
  busy(text, cancellable) {
    this.#say(text);
    this.#work.hidden = false;
    this.#cancel.hidden = !cancellable;
    this.#retry.hidden = true;
  }

  /**
   * Nothing is under way.
   * @param {string} text
   */
  idle(text) {
    this.#say(text);
    this.#work.hidden = true;
    this.#retry.hidden = true;
  }

  /**
   * Tell of a trouble.
   * @param {Trouble} trouble
   * @param {string} [retry] the words on the button that tries again; none without it
   */
  tell(trouble, retry = "") {
    this.idle(sentence(trouble.code));
    this.#line.dataset.code = trouble.code;
    this.#line.append(" ", make("small", "code", `（${trouble.code}）`));
    console.error(trouble.message);
    this.#retry.hidden = !retry;
    this.#retry.textContent = retry;
    if (retry) this.#retry.focus();
  }

  /** @param {string} text */
  #say(text) {
    delete this.#line.dataset.code;
    this.#line.textContent = text;
  }
}

/**
 * Return the Trouble that an error is, or makes.
 * @param {unknown} error
 * @param {string} otherwise the code for an error that is none of ours
 */
export function asTrouble(error, otherwise) {
  return error instanceof Trouble ? error : new Trouble(otherwise, String(error));
}
