// What the camera panel makes of the camera's pictures: the photo, and small ones for the hints.

const QUALITY = 0.95; // of the photo's JPEG, where the camera does not make it
const HINT_SIDE = 480; // px of the longer side of what a hint is made from

const small = document.createElement("canvas");

/**
 * Return what a finder's window shows, small, and mirrored if the person sees it so.
 * @param {HTMLCanvasElement} canvas with the camera's picture
 * @param {import("./viewfinder.js").Finder} finder
 * @param {boolean} mirrored
 * @returns {ImageData}
 */
export function windowOf(canvas, { window: [left, top, wide, high] }, mirrored) {
  const { width, height } = canvas;
  const scale = Math.min(1, HINT_SIDE / Math.max(wide * width, high * height));
  small.width = Math.max(1, Math.round(wide * width * scale));
  small.height = Math.max(1, Math.round(high * height * scale));
  const context = small.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? small.width : 0, 0);
  const part = /** @type {const} */ ([left * width, top * height, wide * width, high * height]);
  context.drawImage(canvas, ...part, 0, 0, small.width, small.height);
  return context.getImageData(0, 0, small.width, small.height);
}

/**
 * Make a JPEG of a picture, which is used up.
 * @param {ImageBitmap} picture
 * @returns {Promise<Blob | null>}
 */
export async function encoded(picture) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: picture.width, height: picture.height });
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/**
 * Return the name of a photo that is taken now.
 * @param {Date} now
 */
export function fileName(now) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("");
  return `camera-${day}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join("")}.jpg`;
}
