// How a measured or allowed value is written: numbers with their unit, ranges, words for codes.

/** @type {Record<string, (value: number) => string>} */
const UNITS = {
  B: (value) => `${plain(value / 1024, 1)} KB`,
  px: (value) => `${plain(value, 1)} 像素`,
  dpi: (value) => `${plain(value, 1)} dpi`,
  ratio: (value) => plain(value, 4),
  fraction: (value) => `${plain(value * 100, 1)}%`,
  deg: (value) => `${plain(value, 1)}°`,
  bit: (value) => `${plain(value, 0)} 位`,
  "": (value) => plain(value, 2),
};

/** @type {Record<string, string>} */
const WORDS = {
  blue: "蓝色",
  white: "白色",
  "light-blue": "浅蓝色",
  "light-grey": "浅灰色",
  upright: "方向正",
};

/** @type {Record<string, string>} */
const TRUST = {
  brief: "一篇介绍采集的网文，不是官方文件",
  A: "高校或政府网页",
  B: "知名机构",
  C: "几家网页说法一致，没有见到原文",
  D: "由上面的数字推算",
  own: "本工具自定的界限",
};

/** @typedef {number | string | (number | string)[] | null} Value */

/**
 * Return a value as a person reads it; an empty text for null.
 * @param {Value} value
 * @param {string} unit
 * @returns {string}
 */
export function measuredText(value, unit) {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((part) => one(part, unit)).join(unit === "px" ? " × " : "、");
  return one(value, unit);
}

/**
 * Return what is allowed: two numbers are a range, four are a range of width and one of height.
 * @param {Value} value
 * @param {string} unit
 * @returns {string}
 */
export function allowedText(value, unit) {
  if (Array.isArray(value) && value.every((part) => typeof part === "number")) {
    if (value.length === 2) return range(value[0], value[1], unit);
    if (value.length === 4) return `宽 ${range(value[0], value[1], unit)}，高 ${range(value[2], value[3], unit)}`;
  }
  return measuredText(value, unit);
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
  return bytes < 1024 * 1024 ? `${plain(bytes / 1024, 1)} KB` : `${plain(bytes / 1024 / 1024, 1)} MB`;
}

/**
 * @param {number} low
 * @param {number} high
 * @param {string} unit
 */
function range(low, high, unit) {
  return low === high ? one(low, unit) : `${one(low, unit)} 到 ${one(high, unit)}`;
}

/**
 * @param {number | string} value
 * @param {string} unit
 */
function one(value, unit) {
  if (typeof value === "string") return WORDS[value] ?? value;
  return (UNITS[unit] ?? UNITS[""])(value);
}

/**
 * @param {number} value
 * @param {number} digits
 */
function plain(value, digits) {
  return String(Number(value.toFixed(digits)));
}
