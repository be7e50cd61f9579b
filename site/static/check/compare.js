// Before and after in one picture, with a divider that is moved by mouse, touch or keyboard.
import { make } from "./dom.js";
import { t } from "./text.js";

/**
 * Return a figure with the part of a photo that was kept, and what became of it.
 * @param {HTMLImageElement} before the whole photo; becomes a part of the figure
 * @param {[left: number, top: number, width: number, height: number]} crop what was kept, as shares of it
 * @param {HTMLImageElement} after becomes a part of the figure
 * @param {[width: number, height: number]} size of the new file in px
 * @returns {HTMLElement}
 */
export function compared(before, [left, top, width, height], after, [wide, high]) {
  const figure = make("figure", "compare");
  const stage = make("div", "compare-stage");
  const old = make("div", "compare-before");
  const slider = document.createElement("input");
  stage.style.aspectRatio = `${wide} / ${high}`;
  const percent = (/** @type {number} */ share) => `${100 * share}%`;
  Object.assign(before.style, {
    width: percent(1 / width),
    height: percent(1 / height),
    left: percent(-left / width),
    top: percent(-top / height),
  });
  before.alt = "";
  after.alt = "";
  for (const picture of [before, after]) picture.draggable = false;
  old.append(before);
  const line = make("div", "compare-line");
  const names = [make("span", "compare-name", t("原来", "before")), make("span", "compare-name compare-new", t("改好", "after"))];
  for (const name of names) name.setAttribute("aria-hidden", "true");
  stage.append(after, old, line, ...names);
  Object.assign(slider, { type: "range", min: "0", max: "100", value: "50" });
  slider.setAttribute("aria-label", t("分界线：左边是原来的，右边是改好的", "Divider: before on its left, after on its right"));
  const show = () => {
    stage.style.setProperty("--at", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", t(`左边 ${slider.value}% 是原来的`, `${slider.value}% shows before`));
  };
  slider.addEventListener("input", show);
  const drag = (/** @type {PointerEvent} */ event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    const box = stage.getBoundingClientRect();
    slider.value = String(Math.round((100 * (event.clientX - box.left)) / box.width));
    show();
  };
  stage.addEventListener("pointerdown", drag);
  stage.addEventListener("pointermove", drag);
  figure.append(make("figcaption", "", t("改动前后（拖动分界线）", "Before and after (drag the divider)")), stage, slider);
  show();
  return figure;
}
