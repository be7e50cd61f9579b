// A line that says what is going on, with a way to cancel and a way to try again; and what it says of troubles.
import { element, make } from "./dom.js";
import { SENTENCES, Trouble, t } from "./text.js";

/** What is said of troubles with a photo, by their stable codes. @type {Record<string, string>} */
const OWN = {
  "start-timeout": t(
    "检查程序启动得太久，已经停下。请关掉别的网页和应用，再按「重新启动」。",
    "The checker took too long to start and was stopped. Close other pages and apps, then press “Restart”.",
  ),
  "out-of-memory": t(
    "内存不够，检查已停下。请关掉别的网页和应用，或换一张小一点的照片再试。",
    "There was not enough memory, and the check was stopped. Close other pages and apps, or try a smaller photo.",
  ),
  "worker-crashed": t(
    "检查程序中途出错，已经重新启动。可以换一张照片，或把这张再试一次。",
    "The checker failed on the way and was started again. Try another photo, or this one once more.",
  ),
  "check-timeout": t(
    "这张照片检查了一分钟还没有结果，已经停下。请换一张小一点的照片再试。",
    "After a minute there was still no result for this photo, and the check was stopped. Try a smaller photo.",
  ),
  "check-cancelled": t(
    "已取消。可以再选一张照片。",
    "Cancelled. You can choose another photo.",
  ),
  "fix-timeout": t(
    "这张照片做了两分钟还没有做好，已经停下。请换一张小一点的照片再试。",
    "After two minutes the photo was still not made, and this was stopped. Try a smaller photo.",
  ),
  "fix-cancelled": t(
    "已取消。可以调整后再生成，或返回检查结果。",
    "Cancelled. Change something and make the photo again, or go back to the result.",
  ),
  "file-unreadable": t(
    "浏览器读不到这个文件，它可能被移走、改名，或者还在云端没有下载。请先存到本机，再选一次。",
    "The browser cannot read this file. It may have been moved or renamed, or is still in the cloud. Save it on this device first, then choose it again.",
  ),
  "folder-empty": t(
    "这个文件夹里没有文件。请选一个放着照片的文件夹。",
    "There are no files in this folder. Choose one with photos in it.",
  ),
  "folder-unread": t(
    "浏览器没有让本页读到拖进来的文件夹。请按「选一个文件夹」再选它；或者打开文件夹，把里面的照片全选了拖进来。",
    "The browser did not let this page read the folder that was dropped. Press “Choose a folder” and choose it; or open it and drop all photos in it.",
  ),
  "too-many-files": t(
    "一次最多 2000 个文件。请分几次选；再多，用命令行工具检查整个文件夹。",
    "At most 2000 files at a time. Choose fewer, or check the whole folder with the command-line tool.",
  ),
  "nothing-dropped": t(
    "没有收到照片。请把照片文件拖进来，或者按「选照片」。",
    "No photo arrived. Drop a photo's file here, or press “Choose photos”.",
  ),
  "camera-refused": t(
    "没有得到使用摄像头的许可。请点地址栏左边的图标，把「摄像头」改成允许，再按「再试一次」；不想允许，就用手机相机拍好，再选照片。",
    "The camera was not allowed. Press the icon at the left of the address bar, allow the camera, then “Try again”; or take the photo with your phone's camera and choose it here.",
  ),
  "camera-missing": t(
    "没有找到摄像头。请接好摄像头再按「再试一次」，或用手机拍好，再选照片。",
    "There is no camera. Connect one and press “Try again”, or take the photo with a phone and choose it here.",
  ),
  "camera-busy": t(
    "摄像头打不开，可能正被别的程序占用。请关掉会议、相机这类程序，再按「再试一次」。",
    "The camera cannot be opened; another program may be using it. Close meetings and camera programs, then press “Try again”.",
  ),
  "camera-unsupported": t(
    "这个浏览器不让网页用摄像头（网址不是 https 时也这样）。请换一个浏览器，或用手机相机拍好，再选照片。",
    "This browser lets no page use the camera (nor does any where the address is not https). Use another browser, or take the photo with a phone and choose it here.",
  ),
  "camera-ended": t(
    "摄像头断开了。请看看它是不是被拔掉、关掉，再按「再试一次」。",
    "The camera is gone. See whether it was unplugged or switched off, then press “Try again”.",
  ),
  "camera-closed": t(
    "你离开过这个页面，摄像头已经关闭。要继续拍，请按「再试一次」。",
    "You left this page, so the camera was closed. To go on, press “Try again”.",
  ),
  "camera-failed": t(
    "摄像头没有给出画面。请按「再试一次」；如果还是这样，请换一个浏览器，或用手机相机拍好，再选照片。",
    "The camera gives no picture. Press “Try again”; if that does not help, use another browser, or take the photo with a phone and choose it here.",
  ),
};

/**
 * Return the sentence for a code.
 * @param {string} code
 */
export function sentence(code) {
  return OWN[code] ?? SENTENCES[code] ?? OWN["worker-crashed"];
}

/** One such line of the frame's document; a live region, so screen readers say what it says. */
export class StatusLine {
  /** @type {HTMLElement} */
  #line;
  /** @type {HTMLElement} */
  #work;
  /** @type {HTMLElement} */
  #cancel;
  /** @type {HTMLElement} */
  #retry;

  /**
   * @param {string} prefix of the ids of its parts
   * @param {{ onCancel: () => void, onRetry: () => void }} buttons
   */
  constructor(prefix, { onCancel, onRetry }) {
    this.#line = element(`${prefix}status`);
    this.#work = element(`${prefix}work`);
    this.#cancel = element(`${prefix}cancel`);
    this.#retry = element(`${prefix}retry`);
    this.#cancel.addEventListener("click", onCancel);
    this.#retry.addEventListener("click", onRetry);
  }

  /**
   * Something is under way.
   * @param {string} text
   * @param {boolean} cancellable
   */
  busy(text, cancellable) {
    this.#say(text);
    this.#work.hidden = false;
    this.#cancel.hidden = !cancellable;
    this.#retry.hidden = true;
  }

  /**
   * Nothing is under way.
   * @param {string} text
   */
  idle(text) {
    this.#say(text);
    this.#work.hidden = true;
    this.#retry.hidden = true;
  }

  /**
   * Tell of a trouble.
   * @param {Trouble} trouble
   * @param {string} [retry] the words on the button that tries again; none without it
   */
  tell(trouble, retry = "") {
    this.idle(sentence(trouble.code));
    this.#line.dataset.code = trouble.code;
    this.#line.append(" ", make("small", "code", t(`（${trouble.code}）`, `(${trouble.code})`)));
    console.error(trouble.message);
    this.#retry.hidden = !retry;
    this.#retry.textContent = retry;
    if (retry) this.#retry.focus();
  }

  /** @param {string} text */
  #say(text) {
    delete this.#line.dataset.code;
    this.#line.textContent = text;
  }
}

/**
 * Return the Trouble that an error is, or makes.
 * @param {unknown} error
 * @param {string} otherwise the code for an error that is none of ours
 */
export function asTrouble(error, otherwise) {
  return error instanceof Trouble ? error : new Trouble(otherwise, String(error));
}
