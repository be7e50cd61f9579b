// The part of a picture that is cut out: moved, scaled and kept inside, all in fractions of the picture.

/**
 * @typedef {object} Crop fractions 0–1 of the upright picture's width and height
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 */

/** @typedef {[width: number, height: number]} Size in px */

// At 1/20 of the picture nobody would recognise what is in the frame.
const SMALLEST = 1 / 20;

/**
 * Return the largest crop of an aspect, in the middle.
 * @param {Size} size of the picture
 * @param {number} aspect width / height of the crop in px
 * @returns {Crop}
 */
export function largest([width, height], aspect) {
  const wide = (aspect * height) / width;
  const share = { width: Math.min(1, wide), height: Math.min(1, 1 / wide) };
  return inside({ left: (1 - share.width) / 2, top: (1 - share.height) / 2, ...share });
}

/**
 * Return the crop moved by fractions of its own size.
 * @param {Crop} crop
 * @param {number} right
 * @param {number} down
 * @returns {Crop}
 */
export function moved(crop, right, down) {
  return inside({ ...crop, left: crop.left + right * crop.width, top: crop.top + down * crop.height });
}

/**
 * Return the crop with another share of the largest one, around the same point.
 * @param {Crop} crop
 * @param {number} share 1 is the largest crop of this aspect
 * @param {Crop} most that largest crop
 * @param {[x: number, y: number]} [around] the point that stays, in fractions of the crop
 * @returns {Crop}
 */
export function scaled(crop, share, most, [x, y] = [0.5, 0.5]) {
  const kept = Math.min(1, Math.max(SMALLEST, share));
  const [width, height] = [most.width * kept, most.height * kept];
  return inside({
    left: crop.left + x * (crop.width - width),
    top: crop.top + y * (crop.height - height),
    width,
    height,
  });
}

/**
 * Return the crop's size in px.
 * @param {Crop} crop
 * @param {Size} size of the picture
 * @returns {Size}
 */
export function pixels(crop, [width, height]) {
  return [Math.round(crop.width * width), Math.round(crop.height * height)];
}

/**
 * @param {Crop} crop
 * @returns {Crop}
 */
function inside({ left, top, width, height }) {
  const within = (/** @type {number} */ at, /** @type {number} */ length) => Math.min(Math.max(at, 0), 1 - length);
  return { left: within(left, width), top: within(top, height), width, height };
}
