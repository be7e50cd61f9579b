// What to do next, from the worst that was found.
import { make } from "./dom.js";
import { mendedBy, namesOf } from "./findings.js";
import { distinct } from "./groups.js";
import { t } from "./text.js";

/** @typedef {import("./report.js").Report} Report */

/** Why no new file can be made, by the codes of the fixer's notes. @type {Record<string, string>} */
const HOPELESS = {
  "too-few-pixels": t(
    "像素太少，这张改不出合格的：放大不会变清晰。请换没有裁小、没有被聊天软件压缩过的原图",
    "There are too few pixels to make one that fits: enlarging adds no detail. Choose the original, neither cropped nor compressed by a chat app",
  ),
  "not-decoded": t(
    "这种格式的画面本工具读不了，也改不了。请用看图软件另存为 JPG，再来检查",
    "The pixels of this format cannot be read here, so nothing can be made of it. Save it as JPG and check that",
  ),
  "picture-incomplete": t(
    "画面缺了一块，补不回来。请重新传一次原图，再来检查",
    "A part of the picture is missing and cannot be made up. Transfer the original again and check that",
  ),
};
const OTHER = t("这张改不出合格的。请换一张", "No new file can be made of this photo. Choose another");

/**
 * Return the steps, the most urgent first; none where the file could not be read, whose message says it.
 * @param {Report[]} reports
 * @param {string} hopeless why no new file can be made, as Python says it; empty where one can
 * @returns {HTMLElement[]}
 */
export function nextSteps(reports, hopeless) {
  if (reports.some(({ outcome }) => outcome === "unreadable")) return [];
  const findings = distinct(reports);
  const of = (/** @type {string} */ outcome) => findings.filter((finding) => finding.outcome === outcome);
  const failed = of("fail");
  const ofFile = failed.filter(({ rule }) => mendedBy(rule) === "file");
  const byFile = hopeless ? [] : ofFile;
  const byFraming = failed.filter(({ rule }) => mendedBy(rule) === "framing");
  const lost = hopeless ? [...ofFile, ...byFraming] : [];
  const byPerson = failed.filter(({ rule }) => !mendedBy(rule));
  const unknown = of("unknown");
  const risky = failed.length || unknown.length ? [] : of("warn");
  const manual = of("manual");
  const steps = [
    lost.length &&
      t(`${HOPELESS[hopeless] ?? OTHER}：${namesOf(lost)}。`, `${HOPELESS[hopeless] ?? OTHER}: ${namesOf(lost)}.`),
    byPerson.length &&
      t(`要重拍或换一张（做法见下面每一项）：${namesOf(byPerson)}。`, `Take or choose another photo (see each item below): ${namesOf(byPerson)}.`),
    byFile.length &&
      t(`点「按要求改一张」就能改：${namesOf(byFile)}。`, `“Make one that fits” mends: ${namesOf(byFile)}.`),
    byFraming.length && !hopeless &&
      t(`点「按要求改一张」，重新取景试试：${namesOf(byFraming)}。`, `“Make one that fits” may mend by another crop: ${namesOf(byFraming)}.`),
    unknown.length &&
      t(`程序没法判断、要自己对照着看：${namesOf(unknown)}。`, `Could not be judged, so compare yourself: ${namesOf(unknown)}.`),
    risky.length &&
      t(`没有会被退回的。有风险的先看一看，不放心就改：${namesOf(risky)}。`, `Nothing will be refused. Look at what is risky: ${namesOf(risky)}.`),
    manual.length &&
      t(`最后，把「请自己看」的 ${manual.length} 项看一遍。`, `Last, go through the ${manual.length} items to check yourself.`),
  ];
  return steps.filter((step) => typeof step === "string").map((step) => make("li", "", step));
}
