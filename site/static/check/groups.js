// Findings by what they mean for the person: how many there are of each kind, and where these stand.
import { icon, make } from "./dom.js";
import { sourceText } from "./findings.js";
import { t } from "./text.js";

/** @typedef {import("./findings.js").Finding} Finding */
/** @typedef {import("./report.js").Report} Report */

/** What findings of one outcome mean for the person, in the order in which they are shown. @type {[string, string][]} */
export const GROUPS = [
  ["fail", t("会被退回", "Will be refused")],
  ["unknown", t("没法判断", "Could not judge")],
  ["warn", t("有风险", "Risky")],
  ["pass", t("没问题", "Fine")],
  ["manual", t("请自己看", "Check yourself")],
];

/**
 * Whether two findings, of two standards, say the same to the person.
 * @param {Finding} one
 * @param {Finding} other
 */
export function same(one, other) {
  return one.code === other.code && one.message === other.message && sourceText(one) === sourceText(other);
}

/**
 * Return the heading of a group, to which its count leads.
 * @param {string} tag
 * @param {string} outcome
 * @param {number} count
 */
export function groupHeading(tag, outcome, count) {
  const heading = make(tag, `group outcome-${outcome}`);
  heading.dataset.group = outcome;
  heading.tabIndex = -1;
  heading.append(icon(outcome), make("span", "", counted(outcome, count)));
  return heading;
}

/**
 * Return a group's title with the number of findings in it.
 * @param {string} outcome
 * @param {number} count
 */
export function counted(outcome, count) {
  const title = GROUPS.find(([one]) => one === outcome)?.[1] ?? outcome;
  return t(`${title} ${count} 项`, `${title}: ${count}`);
}

/**
 * Return how many findings of each outcome there are, what several reports say alike counted once: an item an
 * outcome, with a button that leads to its group below.
 * @param {Report[]} reports
 * @returns {HTMLElement[]}
 */
export function countItems(reports) {
  const findings = distinct(reports);
  return GROUPS.flatMap(([outcome, title]) => {
    const count = findings.filter((finding) => finding.outcome === outcome).length;
    if (!count) return [];
    const button = /** @type {HTMLButtonElement} */ (make("button", `count outcome-${outcome}`));
    button.type = "button";
    button.append(icon(outcome), make("span", "", `${title} `), make("strong", "", String(count)));
    button.addEventListener("click", () => goTo(outcome));
    const item = make("li");
    item.append(button);
    return [item];
  });
}

/** @param {string} outcome */
function goTo(outcome) {
  const found = document.querySelector(`#reports [data-group="${outcome}"]`);
  if (!(found instanceof HTMLElement)) return;
  found.closest("details")?.setAttribute("open", "");
  found.focus();
  found.scrollIntoView({ block: "start" });
}

/**
 * Return the findings of several reports, those that say the same to the person once.
 * @param {Report[]} reports
 */
export function distinct(reports) {
  /** @type {Finding[]} */
  const found = [];
  for (const finding of reports.flatMap((report) => report.findings)) {
    if (!found.some((one) => same(one, finding))) found.push(finding);
  }
  return found;
}
