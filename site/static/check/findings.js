// Shows one finding. All text that comes from the worker is set as text, never as markup.
import { icon, make } from "./dom.js";
import { allowedText, measuredText, trustText } from "./values.js";
import { t } from "./text.js";

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
  fail: t("不合格", "Fail"),
  unknown: t("没法判断", "Could not judge"),
  warn: t("请留意", "Take note"),
  pass: t("合格", "Pass"),
  manual: t("自己看", "Look yourself"),
  unreadable: t("打不开", "Cannot be opened"),
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
 * Return what the rules of findings are called, each once.
 * @param {Finding[]} findings
 * @returns {string}
 */
export function namesOf(findings) {
  return [...new Set(findings.map(({ rule }) => titleOf(rule)))].join(t("、", ", "));
}

/**
 * Return the list item of a finding that a rule judged.
 * @param {Finding} finding
 * @returns {HTMLElement}
 */
export function findingItem(finding) {
  const item = tagged(finding, `finding outcome-${finding.outcome}`);
  const explains = templateFor(finding.rule);
  const head = make("h5", "finding-head");
  const badge = make("span", "badge");
  badge.append(icon(finding.outcome), make("span", "", OUTCOME_WORDS[finding.outcome] ?? finding.outcome));
  head.append(badge, make("span", "", titleOf(finding.rule)));
  const why = make("details", "why");
  why.append(make("summary", "", finding.outcome === "pass" ? t("规定和说明", "The rule") : t("这条规定是什么，怎么改", "The rule, and how to mend it")));
  if (explains) {
    const text = make("div", "explanation");
    text.append(explains.content.cloneNode(true));
    // The same page may stand below several findings; a region of the same name twice is none that can be found.
    for (const region of text.querySelectorAll("[role=region]")) region.setAttribute("role", "group");
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
    [t("实际", "Measured"), measuredText(finding.measured, finding.unit)],
    [t("要求", "Allowed"), allowedText(finding.allowed, finding.unit)],
    [t("依据", "Source"), sourceText(finding)],
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
  const title = published && !document.startsWith("《") ? t(`《${document}》`, `“${document}”`) : document;
  const year = source.year ?? (published ? t("年份不详", "year unknown") : "");
  const told = [year, trustText(trust)].filter(Boolean);
  const between = trust === "call" ? " " : t("", ", ");
  const name = [authority, title].filter(Boolean).join(between);
  return t(`${name}（${told.join("，")}）`, `${name} (${told.join(", ")})`);
}

/**
 * Whether making a new file can mend what a rule found: `file` by the file alone, `framing` perhaps, by another cut.
 * @param {string} rule
 * @returns {string} empty where it cannot
 */
export function mendedBy(rule) {
  return templateFor(rule)?.dataset.mended ?? "";
}

/**
 * @param {string} rule
 * @returns {HTMLTemplateElement | null}
 */
function templateFor(rule) {
  return document.querySelector(`template[data-explains="${CSS.escape(rule)}"]`);
}
