// Shows the reports of one photo: a summary first, then one section a standard, worst findings first.
import { findingItem, icon, make, manualItem, sourceText } from "./findings.js";
import { measuredText } from "./values.js";

/**
 * @typedef {object} Report as in the JSON of the command line
 * @property {string} file
 * @property {string} standard
 * @property {string} outcome
 * @property {import("./findings.js").Finding[]} findings
 * @property {{ code: string, message: string }} [error]
 */

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
  if (outcome === "unreadable") return "这个文件没法检查";
  if (reports.length === 1) return verdict(reports[0]);
  const number = (/** @type {string} */ wanted) => reports.filter((report) => report.outcome === wanted).length;
  const failed = number("fail");
  if (failed === reports.length) return "几套要求都不合格";
  if (failed) return `${reports.length} 套要求里有 ${failed} 套不合格`;
  if (outcome === "unknown") return `${reports.length} 套要求里有 ${number("unknown")} 套没法判断`;
  return outcome === "pass" ? "几套要求，能检查的都合格" : "几套要求都没有不合格，有几处请留意";
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
      return `不合格：${count("fail")} 项要改`;
    case "unknown":
      return `还不能说合格：${count("unknown")} 项没法判断`;
    case "warn":
      return `合格，但有 ${count("warn")} 项请留意`;
    case "pass":
      return "能检查的都合格";
    default:
      return "这个文件没法检查";
  }
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
  container.replaceChildren(...reports.map((report) => reportSection(report, reports.length > 1)));
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
 * @param {boolean} several whether others stand beside it, so that its own verdict is needed
 */
function reportSection(report, several) {
  const section = tagged(report);
  const { name, summary } = about(report.standard);
  section.append(make("h3", "", `按「${name}」检查`));
  if (several) section.append(verdictLine(report, "p"));
  if (summary) section.append(make("p", "src-note", summary));
  const of = (/** @type {(outcome: string) => boolean} */ wanted) => report.findings.filter((one) => wanted(one.outcome));
  const open = sorted(of((outcome) => !["pass", "manual"].includes(outcome)));
  if (open.length) section.append(list("findings", open.map(findingItem)));
  const passed = of((outcome) => outcome === "pass");
  if (passed.length) section.append(folded(`合格的 ${passed.length} 项`, list("findings", passed.map(findingItem))));
  const manual = of((outcome) => outcome === "manual");
  if (manual.length) section.append(make("h4", "", "请自己看一眼（程序判断不了）"), ...manualList(manual));
  return section;
}

/**
 * The requirements that only the person can judge; a source they share is named once.
 * @param {import("./findings.js").Finding[]} findings
 */
function manualList(findings) {
  const sources = new Set(findings.map(sourceText));
  const items = findings.map((finding) => manualItem(finding, sources.size > 1));
  const [only] = sources;
  return sources.size > 1 ? [list("manuals", items)] : [list("manuals", items), make("p", "src-note", `依据：${only}`)];
}

/**
 * Return a line with a report's icon and verdict.
 * @param {Report} report
 * @param {string} tag
 * @param {string} [before] said before the verdict
 */
export function verdictLine(report, tag, before = "") {
  const line = make(tag, `standard-verdict outcome-${report.outcome}`);
  line.append(icon(report.outcome), make("span", "", before), make("strong", "", verdict(report)));
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
 * @param {string} className
 * @param {HTMLElement[]} items
 */
function list(className, items) {
  const made = make("ul", className);
  made.append(...items);
  return made;
}

/**
 * @param {string} title
 * @param {HTMLElement} content
 */
function folded(title, content) {
  const made = document.createElement("details");
  made.className = "passed";
  const summary = make("summary", "outcome-pass");
  summary.append(icon("pass"), make("span", "", title));
  made.append(summary, content);
  return made;
}

/** @param {import("./findings.js").Finding[]} findings */
function sorted(findings) {
  const place = (/** @type {string} */ outcome) => WORST_FIRST.indexOf(outcome);
  return [...findings].sort((one, other) => place(one.outcome) - place(other.outcome));
}
