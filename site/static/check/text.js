// Every sentence that tells of a trouble, by its stable code. Each says what happened and what to do.

/** @type {Record<string, string>} */
const SENTENCES = {
  "insecure-context":
    "这个网址不是 https 开头，浏览器因此关掉了校验文件的功能，检查工具不能启动。请改用 https 的网址打开本页。",
  "no-webassembly": "这个浏览器太旧，运行不了检查程序。请更新浏览器，或换用新版的 Chrome、Edge、Firefox、Safari。",
  "no-decompression": "这个浏览器太旧，不能解压检查程序。请更新浏览器（苹果手机需要 iOS 16.4 以上）。",
  "no-worker": "这个浏览器不允许后台运行程序，检查工具不能启动。请换一个浏览器，或关掉限制脚本的扩展。",
  "no-stylesheets": "这个浏览器太旧，缺少本页要用的功能。请更新浏览器（苹果手机需要 iOS 16.4 以上）。",
  "no-sandbox": "这个浏览器不支持隔离的内嵌页面，本页不能保证照片不外传，所以不接收照片。请换一个浏览器。",
  "fetch-failed": "有一个文件没有下载成功。请看看网络是否正常，然后按「重试」。",
  "payload-damaged": "有一个文件下载后和发布时的不一样，可能被中途改动或截断，所以没有使用。请按「重试」；如果还是这样，请换一个网络。",
  "seal-not-proved": "本页没能证明自己已经断网，为了保护你的照片，不接收照片。请关掉会改动网页的扩展后刷新，或换一个浏览器。",
  "frame-silent": "检查程序没有回应。请刷新本页；如果还是这样，请换一个浏览器。",
  "start-failed": "检查程序没能启动。请按「重新启动」；如果还是这样，请刷新本页或换一个浏览器。",
  "start-timeout": "检查程序启动得太久，已经停下。请关掉别的网页和应用，再按「重新启动」。",
  "out-of-memory": "内存不够，检查已停下。请关掉别的网页和应用，或换一张小一点的照片再试。",
  "worker-crashed": "检查程序中途出错，已经重新启动。可以换一张照片，或把这张再试一次。",
  "check-timeout": "这张照片检查了一分钟还没有结果，已经停下。请换一张小一点的照片再试。",
  "check-cancelled": "已取消。可以再选一张照片。",
  "fix-timeout": "这张照片做了两分钟还没有做好，已经停下。请换一张小一点的照片再试。",
  "fix-cancelled": "已取消。可以调整后再生成，或返回检查结果。",
  "file-unreadable": "浏览器读不到这个文件，它可能被移走、改名，或者还在云端没有下载。请先存到本机，再选一次。",
  "folder-dropped": "这是一个文件夹。请打开它，只选里面的一张照片。",
  "nothing-dropped": "没有收到照片。请把照片文件拖进来，或者按「选一张照片」。",
  "several-files": "一次只检查一张，这里先检查了第一张。",
};

/**
 * Return the sentence for a code.
 * @param {string} code
 * @returns {string}
 */
export function sentence(code) {
  return SENTENCES[code] ?? SENTENCES["worker-crashed"];
}

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
