// For who doubts: tries ways out of this frame while they watch, and lists what the browser said to each.
import { element, icon, make, sealed } from "./dom.js";
import { t } from "./text.js";

// A browser's report of a refusal is a task of its own, which follows soon.
const REPORT_MS = 400;

/** @typedef {{ name: string, attempt: (to: string) => unknown }} Way resolves where it came through */

/** @type {Way[]} */
const WAYS = [
  { name: t("直接上传（fetch）", "Upload (fetch)"), attempt: (to) => fetch(to, { method: "POST", body: "x", mode: "no-cors" }) },
  { name: t("旧式上传（XMLHttpRequest）", "Upload, the old way (XMLHttpRequest)"), attempt: request },
  { name: t("关网页时才发（sendBeacon）", "Send as the page closes (sendBeacon)"), attempt: (to) => navigator.sendBeacon(to, "x") },
  { name: t("长连接（WebSocket）", "Lasting connection (WebSocket)"), attempt: (to) => heard(new WebSocket(to.replace(/^http/, "ws")), "open") },
  { name: t("接收推送（EventSource）", "Pushed messages (EventSource)"), attempt: (to) => heard(new EventSource(to), "open") },
  { name: t("藏在图片地址里", "Inside a picture's address"), attempt: picture },
  { name: t("藏在字体地址里", "Inside a font's address"), attempt: (to) => new FontFace("out", `url(${to})`).load() },
  { name: t("藏在样式里", "Inside a style"), attempt: style },
  { name: t("再下载一段程序", "Fetch more program"), attempt: (to) => import(to) },
  { name: t("在后台程序里上传", "Upload from the background"), attempt: inWorker },
  { name: t("两台设备直连（WebRTC）", "Device to device (WebRTC)"), attempt: () => new RTCPeerConnection() },
  { name: t("预先连接别的网站", "Connect to a site in advance"), attempt: () => document.createElement("link") },
  { name: t("再开一个网页", "Open another page"), attempt: (to) => window.open(to) },
  { name: t("页面里再套一个页面", "A page within the page"), attempt: () => document.createElement("iframe") },
  { name: t("读写外面的网页", "Touch the page around this one"), attempt: () => window.parent.document },
  { name: t("存进浏览器，以后再发", "Store it and send it later"), attempt: () => localStorage.setItem("out", "x") },
  { name: t("存进浏览器的数据库", "Store it in the browser's database"), attempt: database },
];

/**
 * Let the person start it.
 * @param {string} to an address of the site
 * @param {() => Promise<void>} fit
 */
export function offerTrying(to, fit) {
  const button = /** @type {HTMLButtonElement} */ (element("try-out"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    element("tried").replaceChildren();
    let through = 0;
    for (const way of WAYS) {
      const { came, words } = await tryOut(way, `${to.split("#")[0]}?try=${Math.random()}`);
      through += Number(came);
      element("tried").append(row(way.name, came, words));
    }
    element("tried-sum").textContent = through
      ? t(`有 ${through} 条路通了。请不要在这里选照片，并告诉我们。`, `${through} ways came through. Do not choose a photo here, and tell us.`)
      : t(`试了 ${WAYS.length} 条路，一条也没有通。`, `${WAYS.length} ways tried, none came through.`);
    button.disabled = false;
    await fit();
  });
}

/**
 * @param {Way} way
 * @param {string} to
 */
async function tryOut(way, to) {
  /** @type {string[]} */
  const refusals = [];
  const hear = (/** @type {SecurityPolicyViolationEvent} */ event) => void refusals.push(event.effectiveDirective);
  document.addEventListener("securitypolicyviolation", hear);
  let came = false;
  let words = "";
  try {
    came = Boolean(await Promise.race([way.attempt(to), later(4 * REPORT_MS)]));
  } catch (error) {
    words = String(error);
  }
  await later(REPORT_MS);
  document.removeEventListener("securitypolicyviolation", hear);
  if (refusals.length) {
    return { came: false, words: t(`浏览器拒绝：${refusals[0]}`, `refused by the browser: ${refusals[0]}`) };
  }
  return { came, words: words || (came ? t("通了", "came through") : t("没有回应", "no answer")) };
}

/**
 * @param {string} name
 * @param {boolean} came
 * @param {string} words
 */
function row(name, came, words) {
  const item = make("li");
  item.append(icon(came ? "fail" : "pass"), make("strong", "", name), " ", make("code", "", words));
  return item;
}

/** @param {number} ms */
function later(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * @param {EventTarget} target
 * @param {string} kind
 */
function heard(target, kind) {
  return new Promise((resolve, reject) => {
    target.addEventListener(kind, resolve);
    target.addEventListener("error", () => reject(new Error(t("连不上", "no connection"))));
  });
}

/** @param {string} to */
function request(to) {
  const made = new XMLHttpRequest();
  made.open("POST", to);
  made.send("x");
  return heard(made, "load");
}

/** @param {string} to */
async function picture(to) {
  const image = new Image();
  image.src = to;
  await image.decode();
  return true;
}

/** @param {string} to */
function style(to) {
  const mark = make("span", "", " ");
  element("tried-sum").append(mark);
  mark.style.backgroundImage = `url(${to})`;
}

/** @param {string} to */
async function inWorker(to) {
  const script = `fetch(${JSON.stringify(to)}, { mode: "no-cors" })
    .then(() => postMessage(""), (error) => postMessage(String(error)));`;
  const worker = sealed.startWorker(script);
  const { data } = await /** @type {Promise<MessageEvent>} */ (heard(worker, "message"));
  worker.terminate();
  if (data) throw new Error(data);
  return true;
}

function database() {
  return new Promise((resolve, reject) => {
    const made = indexedDB.open("out");
    made.onsuccess = resolve;
    made.onerror = () => reject(made.error);
  });
}
