// Shows the reports of one photo: what several requirements share once, then one section a standard, worst
// findings first, and last a list for the person to tick.
import { icon, list, make } from "./dom.js";
import { findingItem, manualItem, namesOf, sourceText } from "./findings.js";
import { GROUPS, counted, distinct, groupHeading, same } from "./groups.js";
import { measuredText } from "./values.js";
import { t } from "./text.js";

/**
 * @typedef {object} Judged what Python says of a photo
 * @property {string} reports as the command line prints them
 * @property {string} text the same as text to paste into a chat
 * @property {string} maker of the camera, as the photo says; empty where it does not
 * @property {[width: number, height: number] | null} size of the photo in px
 * @property {{ points: import("./engine.js").Points, by_hand: string[], faces: number } | null} scene
 * @property {import("./drawing.js").Shape[][]} drawings what can be drawn over the photo, for each report
 * @property {string} hopeless why no new file can be made: the code of the fixer's note; empty where one can
 * @property {string} trouble why the points placed by hand make no face, and nothing was judged
 */

/**
 * @typedef {object} Report as in the JSON of the command line
 * @property {string} file
 * @property {string} standard
 * @property {string} outcome
 * @property {Record<string, string>} overrides the limits that the link changed
 * @property {Finding[]} findings
 * @property {{ code: string, message: string }} [error]
 */

/** @typedef {import("./findings.js").Finding} Finding */

const WORST_FIRST = ["unreadable", "fail", "unknown", "warn", "pass"];

/**
 * Return the worst outcome of several reports.
 * @param {Report[]} reports
 * @returns {string}
 */
export function worst(reports) {
  return WORST_FIRST.find((outcome) => reports.some((report) => report.outcome === outcome)) ?? "unknown";
}

/**
 * Return the summary that is read in three seconds.
 * @param {Report[]} reports
 * @returns {string}
 */
export function headline(reports) {
  const outcome = worst(reports);
  if (outcome === "unreadable") return t("这个文件没法检查", "This file cannot be checked");
  if (reports.length === 1) return verdict(reports[0]);
  const number = (/** @type {string} */ wanted) => reports.filter((report) => report.outcome === wanted).length;
  const failed = number("fail");
  if (failed === reports.length) return t("几套要求都不合格", "Fails every standard");
  if (failed) return t(`${reports.length} 套要求里有 ${failed} 套不合格`, `Of ${reports.length} standards it fails ${failed}`);
  if (outcome === "unknown") {
    const unknown = number("unknown");
    return t(
      `${reports.length} 套要求里有 ${unknown} 套没法判断`,
      `Of ${reports.length} standards ${unknown} could not be judged`,
    );
  }
  return outcome === "pass"
    ? t("几套要求，能检查的都合格", "All that can be checked passes, under every standard")
    : t("几套要求都没有不合格，有几处请留意", "Fails no standard; some points to note");
}

/**
 * Return the verdict under one standard, with the number of findings behind it.
 * @param {Report} report
 * @returns {string}
 */
export function verdict(report) {
  const count = (/** @type {string} */ outcome) => report.findings.filter((one) => one.outcome === outcome).length;
  switch (report.outcome) {
    case "fail":
      return t(`不合格：${count("fail")} 项要改`, `Fail: ${count("fail")} to change`);
    case "unknown":
      return t(`还不能说合格：${count("unknown")} 项没法判断`, `Not yet a pass: ${count("unknown")} could not be judged`);
    case "warn":
      return t(`合格，但有 ${count("warn")} 项请留意`, `Pass, with ${count("warn")} to note`);
    case "pass":
      return t("能检查的都合格", "All that can be checked passes");
    default:
      return t("这个文件没法检查", "This file cannot be checked");
  }
}

/**
 * Return the names of what is not in order, of the worst kind there is, or an empty text.
 * @param {Report[]} reports
 * @returns {string}
 */
export function toMend(reports) {
  const outcome = worst(reports);
  const findings = reports.flatMap((report) => report.findings).filter((finding) => finding.outcome === outcome);
  return outcome === "pass" ? "" : namesOf(findings);
}

/**
 * Return the photo's size in pixels as some rule measured it, or an empty text.
 * @param {Report[]} reports
 * @returns {string}
 */
export function pixelSize(reports) {
  const found = reports.flatMap((report) => report.findings).find((finding) => finding.rule === "pixel-size");
  return found && Array.isArray(found.measured) ? measuredText(found.measured, found.unit) : "";
}

/**
 * Fill the result with the reports.
 * @param {HTMLElement} container
 * @param {Report[]} reports
 */
export function showReports(container, reports) {
  if (reports[0]?.error) {
    const section = tagged(reports[0]);
    const message = make("p", "message", reports[0].error.message);
    message.dataset.code = reports[0].error.code;
    section.append(message);
    container.replaceChildren(section);
    return;
  }
  const [first, ...others] = reports.map((report) => report.findings);
  const shared = first.filter((finding) => others.every((list) => list.some((one) => same(one, finding))));
  const several = reports.length > 1;
  const own = (/** @type {Report} */ report) =>
    several ? report.findings.filter((finding) => !shared.some((one) => same(one, finding))) : report.findings;
  const parts = reports.map((report) => {
    const findings = own(report);
    return { worst: severity(findings), section: reportSection(report, findings, several) };
  });
  const common = several ? judgedParts(shared) : [];
  if (common.length) {
    const section = make("section", "report");
    section.append(make("h3", "", t(`这 ${reports.length} 套要求都看的`, `Asked by all ${reports.length} standards`)), ...common);
    parts.unshift({ worst: severity(shared), section });
  }
  parts.sort((one, other) => one.worst - other.worst);
  container.replaceChildren(...parts.map(({ section }) => section), ...checklist(reports));
}

/**
 * The place of the worst of findings among the outcomes: the less, the worse.
 * @param {Finding[]} findings
 */
function severity(findings) {
  const place = WORST_FIRST.findIndex((outcome) => findings.some((one) => one.outcome === outcome));
  return place < 0 ? WORST_FIRST.length : place;
}

/** @param {Report} report */
function tagged(report) {
  const section = make("section", `report outcome-${report.outcome}`);
  section.dataset.standard = report.standard;
  section.dataset.standardOutcome = report.outcome;
  return section;
}

/**
 * @param {Report} report
 * @param {Finding[]} findings those that it does not share with the others
 * @param {boolean} several whether others stand beside it, so that its own verdict is needed
 */
function reportSection(report, findings, several) {
  const section = tagged(report);
  const { name, summary } = about(report.standard);
  const changed = Object.keys(report.overrides ?? {}).length ? t("（链接改过）", " (changed by the link)") : "";
  section.append(make("h3", "", t(`按「${name}」检查${changed}`, `Checked by “${name}”${changed}`)));
  if (several) section.append(verdictLine(report, "p"));
  if (summary) section.append(make("p", "src-note", summary));
  section.append(...judgedParts(findings));
  return section;
}

/**
 * What rules judged, a group an outcome: worst first, and what is in order folded into one line.
 * @param {Finding[]} findings
 * @returns {HTMLElement[]}
 */
function judgedParts(findings) {
  /** @type {HTMLElement[]} */
  const parts = [];
  for (const [outcome] of GROUPS.filter(([one]) => one !== "manual")) {
    const theirs = findings.filter((finding) => finding.outcome === outcome);
    if (!theirs.length) continue;
    const items = list("findings", outcome === "unknown" ? byReason(theirs) : theirs.map(findingItem));
    if (outcome === "pass") parts.push(folded(passedSummary(theirs.length), items));
    else parts.push(groupHeading("h4", outcome, theirs.length), items);
  }
  return parts;
}

/** @param {number} count how many findings pass */
function passedSummary(count) {
  const summary = make("summary", "outcome-pass");
  summary.dataset.group = "pass";
  summary.append(icon("pass"), make("h4", "", counted("pass", count)));
  return summary;
}

/**
 * What could not be judged: the first for each reason, and the others, who would only repeat it, folded behind it.
 * @param {Finding[]} findings
 * @returns {HTMLElement[]}
 */
function byReason(findings) {
  const reasonOf = (/** @type {Finding} */ { code }) => code.slice(code.indexOf("/") + 1);
  return [...new Set(findings.map(reasonOf))].flatMap((reason) => {
    const [first, ...others] = findings.filter((finding) => reasonOf(finding) === reason);
    if (others.length < 2) return [first, ...others].map(findingItem);
    const names = namesOf(others);
    const summary = make("summary", "", t(`另有 ${others.length} 项，原因一样：${names}`, `${others.length} more, for the same reason: ${names}`));
    const item = make("li", "alike outcome-unknown");
    item.append(folded(summary, list("findings", others.map(findingItem))));
    return [findingItem(first), item];
  });
}

/**
 * The requirements that only the person can judge, each once, by their sources.
 * @param {Report[]} reports
 * @returns {HTMLElement[]}
 */
function checklist(reports) {
  const findings = distinct(reports).filter(({ outcome }) => outcome === "manual");
  if (!findings.length) return [];
  const section = make("section", "report");
  section.append(
    groupHeading("h3", "manual", findings.length),
    make("p", "src-note", t("这些程序判断不了。看过一项，就勾一项。", "No program can judge these. Tick each when you have looked.")),
  );
  for (const source of new Set(findings.map(sourceText))) {
    const theirs = findings.filter((finding) => sourceText(finding) === source);
    section.append(list("manuals", theirs.map(manualItem)), make("p", "src-note", t(`依据：${source}`, `Source: ${source}`)));
  }
  return [section];
}

/**
 * Return a line with a report's icon and verdict.
 * @param {Report} report
 * @param {string} tag
 * @param {string} [before] said before the verdict
 */
export function verdictLine(report, tag, before = "") {
  const line = make(tag, `standard-verdict outcome-${report.outcome}`);
  const words = make("span");
  words.append(before, make("strong", "", verdict(report)));
  const names = before ? toMend([report]) : "";
  if (names) words.append(make("span", "names", names));
  line.append(icon(report.outcome), words);
  return line;
}

/**
 * Return a standard's name and summary, which the build wrote into the frame's document.
 * @param {string} standard
 * @returns {{ name: string, summary: string }}
 */
export function about(standard) {
  const found = document.querySelector(`template[data-standard="${CSS.escape(standard)}"]`);
  const { name = standard, summary = "" } = found instanceof HTMLTemplateElement ? found.dataset : {};
  return { name, summary };
}

/**
 * @param {HTMLElement} summary
 * @param {HTMLElement} content
 */
function folded(summary, content) {
  const made = make("details", "folded");
  made.append(summary, content);
  return made;
}
