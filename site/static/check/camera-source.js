// The camera, on the outer page, since a frame of an opaque origin gets none (SECURITY.md). This page is sealed as
// well and gives up WebRTC too; it opens the camera when the frame asks, hands pictures in, and keeps none. The
// orders that it takes are five words and one of two sides; they hold no address and no markup.

/** @typedef {"environment" | "user" | ""} Facing where a camera looks: away from the person, at it, or not told */

/**
 * @typedef {object} Opened
 * @property {"opened"} kind
 * @property {number} width of the camera's picture in px, as the screen is held
 * @property {number} height
 * @property {Facing} facing
 * @property {boolean} several whether there is another camera
 */

// Ours. Cameras give 4:3 or 16:9; with both sides wanted alike, browsers choose 4:3 of about these px, three
// times what the largest standard asks for.
const SIDE = 1920;
const PREVIEW_SIDE = 960;
// A phone that takes the photo itself has it in a second or two; else the picture of the stream will do.
const PHOTO_MS = 4000;
const QUIET_MS = 5000; // a stream that shows nothing for so long has failed

// What a browser calls a trouble, and what it means for the person.
const TROUBLES = /** @type {Record<string, string>} */ ({
  NotAllowedError: "camera-refused",
  SecurityError: "camera-refused",
  NotFoundError: "camera-missing",
  OverconstrainedError: "camera-missing",
  NotReadableError: "camera-busy",
  AbortError: "camera-busy",
});

// By WebRTC a stream could leave, and no policy governs it: taken away for good before a camera can be opened.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection", "RTCDataChannel"]) {
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
}

/** Opens the camera for the frame at the other end of a port. */
export class CameraSource {
  /** @type {MediaStream | null} */
  #stream = null;
  #video = document.createElement("video");
  /** @type {string[]} */
  #devices = [];
  /** Counts openings and closings: what an older one finds out is void. */
  #turn = 0;

  /** @param {MessagePort} port */
  constructor(port) {
    this.port = port;
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.className = "camera-video";
    this.#video.ariaHidden = "true";
    this.#video.tabIndex = -1;
    this.#video.disableRemotePlayback = true; // nor may it be cast
    port.onmessage = ({ data }) => void this.#carryOut(data);
    window.addEventListener("pagehide", () => this.#close("closed"));
    document.addEventListener("visibilitychange", () => document.hidden && this.#close("closed"));
    window.addEventListener("resize", () => this.#stream && this.#tellRoom());
  }

  /** Let go of the camera: nobody is at the other end any more. */
  close() {
    this.#close();
  }

  /** @param {{ kind?: unknown, facing?: unknown }} order */
  async #carryOut({ kind, facing }) {
    const turn = this.#turn;
    try {
      if (kind === "open") await this.#open({ facingMode: { ideal: facing === "user" ? "user" : "environment" } });
      else if (kind === "switch") await this.#open(this.#next());
      else if (kind === "next") await this.#send("picture", PREVIEW_SIDE);
      else if (kind === "shoot") await this.#shoot();
      else if (kind === "close") this.#close();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** @param {MediaTrackConstraints} which */
  async #open(which) {
    this.#close();
    const turn = this.#turn;
    this.#tellRoom();
    await this.#ask(which, turn).catch((error) => {
      if (turn === this.#turn) this.#fail(error);
    });
  }

  /**
   * @param {MediaTrackConstraints} which
   * @param {number} turn
   */
  async #ask(which, turn) {
    if (!navigator.mediaDevices?.getUserMedia) return this.#tell("camera-unsupported", String(isSecureContext));
    const video = { ...which, width: { ideal: SIDE }, height: { ideal: SIDE } };
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    if (turn !== this.#turn) return stop(stream); // closed while the person was asked
    this.#stream = stream;
    if (document.hidden) return this.#close("closed");
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => turn === this.#turn && this.#tell("camera-ended"));
    this.#video.srcObject = stream;
    document.body.append(this.#video); // outside of the document some browsers show it nothing
    await within(this.#video.play(), QUIET_MS);
    const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    if (turn !== this.#turn) return;
    this.#devices = found.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
    const { videoWidth: width, videoHeight: height } = this.#video;
    const several = this.#devices.length > 1;
    this.port.postMessage({ kind: "opened", width, height, facing: facingOf(track), several });
  }

  /**
   * The other side's camera where cameras say their side, else the next one.
   * @returns {MediaTrackConstraints}
   */
  #next() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    const facing = track ? facingOf(track) : "";
    if (facing) return { facingMode: { ideal: facing === "user" ? "environment" : "user" } };
    const place = this.#devices.indexOf(track?.getSettings().deviceId ?? "");
    return { deviceId: { exact: this.#devices[(place + 1) % this.#devices.length] } };
  }

  /**
   * Hand in what the camera shows now.
   * @param {"picture" | "shot"} kind
   * @param {number} most px of the longer side
   */
  async #send(kind, most) {
    const turn = this.#turn;
    const { videoWidth, videoHeight } = this.#video;
    if (!this.#stream || !videoWidth) return;
    const scale = Math.min(1, most / Math.max(videoWidth, videoHeight));
    const resizeWidth = Math.round(videoWidth * scale);
    const resizeHeight = Math.round(videoHeight * scale);
    const picture = await createImageBitmap(this.#video, scale < 1 ? { resizeWidth, resizeHeight } : {});
    if (turn !== this.#turn) return picture.close();
    this.port.postMessage({ kind, picture }, [picture]);
  }

  /** Hand in the photo: as the camera takes it where the browser can tell it to, else what the stream shows. */
  async #shoot() {
    const turn = this.#turn;
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (!track) return;
    const photo = "ImageCapture" in window ? await takePhoto(track, this.#video) : null;
    if (turn !== this.#turn) return; // closed meanwhile
    if (photo) this.port.postMessage({ kind: "shot", photo });
    else await this.#send("shot", Infinity);
    if (turn === this.#turn) this.#close();
  }

  /**
   * Let go of the camera: its light goes out.
   * @param {string} [told] what the frame is told, if it had one
   */
  #close(told = "") {
    this.#turn += 1;
    if (!this.#stream) return;
    stop(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
    this.#video.remove();
    if (told) this.port.postMessage({ kind: told });
  }

  #tellRoom() {
    this.port.postMessage({ kind: "room", height: window.innerHeight });
  }

  /** @param {unknown} error */
  #fail(error) {
    const name = error instanceof DOMException ? error.name : "";
    this.#tell(TROUBLES[name] ?? "camera-failed", String(error));
  }

  /**
   * @param {string} code
   * @param {string} [detail]
   */
  #tell(code, detail = "") {
    this.#close();
    this.port.postMessage({ kind: "trouble", code, detail });
  }
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * @param {MediaStreamTrack} track
 * @returns {Facing}
 */
function facingOf(track) {
  const facing = track.getSettings().facingMode ?? "";
  return facing === "environment" || facing === "user" ? facing : "";
}

/**
 * Have the camera take a photo; null where it cannot, is slow, or the photo shows another part than the stream.
 * @param {MediaStreamTrack} track
 * @param {HTMLVideoElement} video
 * @returns {Promise<Blob | null>}
 */
async function takePhoto(track, { videoWidth, videoHeight }) {
  try {
    const photo = await within(new ImageCapture(track).takePhoto(), PHOTO_MS);
    const picture = await within(createImageBitmap(photo), PHOTO_MS);
    const alike = Math.abs((picture.width / picture.height) * (videoHeight / videoWidth) - 1) < 0.02;
    const larger = picture.width >= videoWidth;
    picture.close();
    return alike && larger && photo.type === "image/jpeg" ? photo : null;
  } catch {
    return null;
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} limit in ms
 * @returns {Promise<T>}
 */
function within(promise, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("too slow", "TimeoutError")), limit);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
