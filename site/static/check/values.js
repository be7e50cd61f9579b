// How a measured or allowed value is written: numbers with their unit, ranges, words for codes.
import { t } from "./text.js";

/** @type {Record<string, [name: string, digits: number]>} */
const UNITS = {
  px: [t(" 像素", " px"), 2],
  dpi: [" dpi", 1],
  deg: ["°", 1],
  bit: [t(" 位", " bit"), 0],
  ratio: ["", 4],
};

/** @type {Record<string, string>} */
const TRUST = {
  brief: t("一篇介绍采集的网文，不是官方文件", "a web article on graduation photos, not official"),
  A: t("高校或政府网页", "a page of a university or the government"),
  B: t("知名机构", "a known organisation"),
  C: t("几家网页说法一致，没有见到原文", "web pages that agree; the original was not seen"),
  D: t("由上面的数字推算", "worked out from other figures"),
  own: t("不是公开的要求", "not a published requirement"),
  call: t("链接里写的，不是公开的要求", "set in the link, not a published requirement"),
};

/** @typedef {number | null} End an end of a range; null where it is open */
/** @typedef {number | string | (End | string)[] | End[][] | null} Value */

/**
 * Return a measured value as a person reads it; an empty text for null. Two numbers are width and height,
 * words a list.
 * @param {Value} value
 * @param {string} unit
 * @returns {string}
 */
export function measuredText(value, unit) {
  if (typeof value === "number") return withUnit(plain(value, unit), unit);
  if (typeof value === "string") return word(value);
  if (value === null) return "";
  if (value.some((part) => typeof part === "string")) return value.map((part) => word(String(part))).join(t("、", ", "));
  return withUnit(value.map((part) => (typeof part === "number" ? plain(part, unit) : String(part))).join("×"), unit);
}

/**
 * Return what is allowed: two numbers are a range, two ranges are one of width and one of height, words are
 * alternatives.
 * @param {Value} value
 * @param {string} unit
 * @returns {string}
 */
export function allowedText(value, unit) {
  if (!Array.isArray(value)) return measuredText(value, unit);
  const [first, second] = value;
  if (Array.isArray(first) && Array.isArray(second)) {
    const [wide, high] = [range(first, unit), range(second, unit)];
    return t(`宽${spaced(wide)}，高${spaced(high)}`, `width ${wide}, height ${high}`);
  }
  if (value.some((part) => typeof part === "string")) return value.map((part) => word(String(part))).join(t("或", " or "));
  return range(/** @type {End[]} */ (value), unit);
}

/**
 * Return the words for a source's trust mark.
 * @param {string} trust
 * @returns {string}
 */
export function trustText(trust) {
  return TRUST[trust] ?? trust;
}

/**
 * Return a file's size as a person reads it.
 * @param {number} bytes
 * @returns {string}
 */
export function sizeText(bytes) {
  if (bytes < 1024) return t(`${bytes} 字节`, `${bytes} bytes`);
  return bytes < 1024 * 1024 ? measuredText(bytes, "B") : `${round(bytes / 1024 / 1024, 1)} MB`;
}

/**
 * Return what a code of a report, such as a background, is called; the build writes that into the document.
 * @param {string} code
 */
function word(code) {
  const known = document.querySelector(`template[data-word="${CSS.escape(code)}"]`);
  return known instanceof HTMLTemplateElement ? (known.dataset.name ?? code) : code;
}

/**
 * Between a Chinese word and a number there is a space.
 * @param {string} text
 */
function spaced(text) {
  return /^\d/.test(text) ? ` ${text}` : text;
}

/**
 * @param {End[]} ends
 * @param {string} unit
 */
function range(ends, unit) {
  const [low = null, high = null] = unit === "B" ? ends.map(asPublished) : ends;
  if (low === high) return measuredText(low, unit);
  if (high === null) return t(`至少 ${measuredText(low, unit)}`, `at least ${measuredText(low, unit)}`);
  if (low === null) return t(`最多 ${measuredText(high, unit)}`, `at most ${measuredText(high, unit)}`);
  return withUnit(t(`${plain(low, unit)} 到 ${plain(high, unit)}`, `${plain(low, unit)} to ${plain(high, unit)}`), unit);
}

/**
 * The sources do not say whether their KB has 1,000 or 1,024 bytes, so the checker takes the stricter of the
 * two at each end. Either way the limit is written with the source's number.
 * @param {End} bytes
 * @returns {End} the limit in KB of 1,024 bytes, as bytes
 */
function asPublished(bytes) {
  return bytes && bytes % 1024 && bytes % 1000 === 0 ? bytes * 1.024 : bytes;
}

/**
 * @param {number} value
 * @param {string} unit
 */
function plain(value, unit) {
  if (unit === "B") return round(value / 1024, 1);
  if (unit === "fraction") return round(value * 100, 1);
  return round(value, UNITS[unit]?.[1] ?? 2);
}

/**
 * @param {string} text
 * @param {string} unit
 */
function withUnit(text, unit) {
  if (unit === "B") return `${text} KB`;
  if (unit === "fraction") return `${text}%`;
  return text + (UNITS[unit]?.[0] ?? "");
}

/**
 * @param {number} value
 * @param {number} digits
 */
function round(value, digits) {
  return String(Number(value.toFixed(digits)));
}
