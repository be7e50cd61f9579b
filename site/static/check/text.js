// Texts in the page's language, and the sentences that tell of a trouble before there is a photo, by stable codes;
// status.js has the others. Each says what happened and what to do.

/** The language of the document, as Python names it. */
export const LANG = document.documentElement.lang === "en" ? "en" : "zh";

/**
 * Return one of the two wordings of a text, which stand side by side everywhere.
 * @param {string} zh
 * @param {string} en
 */
export function t(zh, en) {
  return LANG === "en" ? en : zh;
}

// WeChat and QQ open pages in a browser of their own, in which the download of a blob does nothing.
const SAVES_NOTHING = /MicroMessenger|\bQQ\//i;

/** Whether files can be saved from this browser, as far as is known: else other texts are shown. */
export const CAN_SAVE = !SAVES_NOTHING.test(navigator.userAgent);

const TOO_OLD = t(
  "这个浏览器太旧，缺少本页要用的功能。请更新浏览器（苹果手机需要 iOS 16.4 以上），或换用新版的 Chrome、Edge、Firefox、Safari。",
  "This browser is too old and lacks something this page needs. Update it (iPhones need iOS 16.4 or later), or use a recent Chrome, Edge, Firefox or Safari.",
);

/** @type {Record<string, string>} */
export const SENTENCES = {
  "framed": t(
    "本页被套在别的网页里面。外面的网页能把里面换成假的，所以这里不接收照片。请单独打开本页，看清地址栏里的网址。",
    "This page stands inside another one, which could put a false one in its place, so it takes no photo here. Open it on its own, and look at the address.",
  ),
  "insecure-context": t(
    "这个网址不是 https 开头，浏览器因此关掉了校验文件的功能，检查工具不能启动。请改用 https 的网址打开本页。",
    "The address of this page does not begin with https, so the browser switches off what verifies files, and the checker cannot start. Open the page by its https address.",
  ),
  "no-webassembly": TOO_OLD,
  "no-decompression": TOO_OLD,
  "no-worker": t(
    "这个浏览器不允许后台运行程序，检查工具不能启动。请换一个浏览器，或关掉限制脚本的扩展。",
    "This browser lets no program run in the background, so the checker cannot start. Use another browser, or turn off extensions that block scripts.",
  ),
  "no-stylesheets": TOO_OLD,
  "no-sandbox": t(
    "这个浏览器不支持隔离的内嵌页面，本页不能保证照片不外传，所以不接收照片。请换一个浏览器。",
    "This browser knows no isolated frames. This page could not promise that the photo stays here, so it takes none. Use another browser.",
  ),
  "fetch-failed": t(
    "有一个文件没有下载成功。请看看网络是否正常，然后按「重试」。",
    "A file could not be fetched. See whether you are online, then press “Try again”.",
  ),
  "payload-damaged": t(
    "有一个文件下载后和发布时的不一样，可能被中途改动或截断，所以没有使用。请按「重试」；如果还是这样，请换一个网络。",
    "A file is not what was published; it may have been changed or cut off on the way, so it was not used. Press “Try again”; if that does not help, use another network.",
  ),
  "seal-not-proved": t(
    "本页没能证明自己已经断网，为了保护你的照片，不接收照片。请关掉会改动网页的扩展后刷新，或换一个浏览器。",
    "This page could not prove that it is cut off from the network. To protect your photo it takes none. Turn off extensions that change pages and reload, or use another browser.",
  ),
  "frame-silent": t(
    "检查程序没有回应。请刷新本页；如果还是这样，请换一个浏览器。",
    "The checker does not answer. Reload the page; if that does not help, use another browser.",
  ),
  "frame-lost": t(
    "浏览器把检查程序关掉了，多半是内存不够。请关掉别的网页和应用，按「重试」，再选照片；照片多就分几次。",
    "The browser has ended the checker, most likely for want of memory. Close other pages and apps, press “Try again” and choose your photos anew, fewer at a time.",
  ),
  "start-failed": t(
    "检查程序没能启动。请按「重新启动」；如果还是这样，请刷新本页或换一个浏览器。",
    "The checker could not start. Press “Restart”; if that does not help, reload the page or use another browser.",
  ),
};

/** A trouble that the person is told about: a stable code, and what it concerns (such as a file name). */
export class Trouble extends Error {
  /**
   * @param {string} code
   * @param {string} [detail]
   */
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "Trouble";
    this.code = code;
    this.detail = detail;
  }
}
