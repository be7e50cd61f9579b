// How long a download still takes, by the pace of the last seconds, without jumps.
import { t } from "./text.js";

// Seconds after which the pace is known, over which it is measured, between readings, and worth telling. Ours.
const KNOWN_S = 2;
const WINDOW_S = 8;
const READING_S = 0.25;
const LONG_S = 4;
// By how much a new estimate must differ from the one told to take its place. Ours.
const OFF = 0.25;
const OFF_S = 2;
// From where on it is told in steps of five, and in minutes. Ours.
const FIVES_S = 20;
const MINUTES_S = 100;

export class Pace {
  /** @type {[at: number, received: number][]} */
  #readings = [];
  /** When it will be done, as it was told last; in seconds. */
  #end = 0;

  /**
   * @param {number} received bytes
   * @param {number} total
   * @param {number} now in seconds
   * @returns {string} what is told of the rest, empty if it is soon here
   */
  left(received, total, now) {
    const readings = this.#readings;
    const last = readings.at(-1);
    if (last && received < last[1]) readings.length = 0; // a file is fetched anew
    if (!readings.length || now - readings[readings.length - 1][0] >= READING_S) readings.push([now, received]);
    while (now - readings[0][0] > WINDOW_S) readings.shift();
    const [begun, before] = readings[0];
    if (now - begun < KNOWN_S || received === before) return "";
    const left = ((now - begun) * (total - received)) / (received - before);
    const told = this.#end - now;
    if (Math.abs(left - told) > Math.max(OFF_S, OFF * told)) this.#end = now + left;
    return inWords(Math.max(1, this.#end - now), left);
  }
}

/** @param {number} seconds as told @param {number} left as measured */
function inWords(seconds, left) {
  if (left < LONG_S) return "";
  if (seconds >= MINUTES_S) {
    const minutes = Math.round(seconds / 60);
    return t(`，大约还要 ${minutes} 分钟`, `, about ${minutes} min left`);
  }
  const rounded = seconds >= FIVES_S ? Math.round(seconds / 5) * 5 : Math.ceil(seconds);
  return t(`，大约还要 ${rounded} 秒`, `, about ${rounded} s left`);
}
