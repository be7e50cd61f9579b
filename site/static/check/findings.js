// Shows one finding. All text that comes from the worker is set as text, never as markup.
import { icon, make } from "./dom.js";
import { allowedText, measuredText, trustText } from "./values.js";

/**
 * @typedef {object} Finding as in the report's JSON
 * @property {string} rule
 * @property {string} outcome
 * @property {import("./values.js").Value} measured
 * @property {import("./values.js").Value} allowed
 * @property {string} unit
 * @property {string} code
 * @property {string} message
 * @property {{ authority: string, document: string, year: number | null, trust: string }} source
 */

/** @type {Record<string, string>} */
export const OUTCOME_WORDS = {
  fail: "不合格",
  unknown: "没法判断",
  warn: "请留意",
  pass: "合格",
  manual: "自己看",
  unreadable: "打不开",
};

/**
 * Return what a rule is called.
 * @param {string} rule
 * @returns {string}
 */
export function titleOf(rule) {
  return templateFor(rule)?.dataset.title ?? rule;
}

/**
 * Return the list item of a finding that a rule judged.
 * @param {Finding} finding
 * @returns {HTMLElement}
 */
export function findingItem(finding) {
  const item = tagged(finding, `finding outcome-${finding.outcome}`);
  const explains = templateFor(finding.rule);
  const head = make("h4", "finding-head");
  const badge = make("span", "badge");
  badge.append(icon(finding.outcome), make("span", "", OUTCOME_WORDS[finding.outcome] ?? finding.outcome));
  head.append(badge, make("span", "", titleOf(finding.rule)));
  const why = make("details", "why");
  why.append(make("summary", "", finding.outcome === "pass" ? "规定和说明" : "这条规定是什么，怎么改"));
  if (explains) {
    const text = make("div", "explanation");
    text.append(explains.content.cloneNode(true));
    why.append(text);
  }
  const facts = factList(finding);
  item.append(head, make("p", "message", finding.message));
  if (finding.outcome === "pass") why.insertBefore(facts, why.children[1] ?? null);
  else item.append(facts);
  item.append(why);
  return item;
}

/**
 * Return the list item of what only the person can judge: a box to tick.
 * @param {Finding} finding
 * @returns {HTMLElement}
 */
export function manualItem(finding) {
  const item = tagged(finding, "manual");
  const label = make("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  label.append(box, make("span", "", finding.message));
  item.append(label);
  return item;
}

/**
 * @param {Finding} finding
 * @param {string} className
 */
function tagged(finding, className) {
  const item = make("li", className);
  item.dataset.rule = finding.rule;
  item.dataset.outcome = finding.outcome;
  item.dataset.code = finding.code;
  return item;
}

/** @param {Finding} finding */
function factList(finding) {
  const list = make("dl", "facts");
  const rows = [
    ["实际", measuredText(finding.measured, finding.unit)],
    ["要求", allowedText(finding.allowed, finding.unit)],
    ["依据", sourceText(finding)],
  ];
  for (const [name, value] of rows) {
    if (!value) continue;
    const row = make("div");
    const shown = make("dd", "", value);
    if (/^#[0-9a-f]{6}$/i.test(value)) shown.prepend(swatch(value));
    row.append(make("dt", "", name), shown);
    list.append(row);
  }
  return list;
}

/** @param {string} colour as #rrggbb */
function swatch(colour) {
  const made = make("span", "swatch");
  made.style.backgroundColor = colour;
  return made;
}

/**
 * Return who says so, in words.
 * @param {Finding} finding
 * @returns {string}
 */
export function sourceText({ source }) {
  const { authority, document, trust } = source;
  const published = !["own", "call"].includes(trust);
  const title = published && !document.startsWith("《") ? `《${document}》` : document;
  const year = source.year ?? (published ? "年份不详" : "");
  const words = trust === "call" ? `${authority} ${title}` : authority + title;
  return `${words}（${[year, trustText(trust)].filter(Boolean).join("，")}）`;
}

/**
 * @param {string} rule
 * @returns {HTMLTemplateElement | null}
 */
function templateFor(rule) {
  return document.querySelector(`template[data-explains="${CSS.escape(rule)}"]`);
}
