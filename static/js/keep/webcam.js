/**
 * The camera of a computer: a slip with what it sees, to take a picture and another. Whichever way the slip is closed, the
 * camera is let go.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 */
import { find, findIn } from "../base/find.js";
import { keepKeys } from "../feedback/consent-dialog.js";

/** What is asked of a camera; it gives what it has. */
const WANTED = { video: { width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: false };

/** How good a photograph is kept, 0…1. */
const QUALITY = 0.92;

/**
 * Offer the camera where there can be one: browsers give none without HTTPS.
 *
 * @param {Messages} messages
 * @param {(file: File) => void} onFile
 */
export function offerWebcam(messages, onFile) {
  const button = find("webcam", HTMLButtonElement);
  if (!navigator.mediaDevices?.getUserMedia) return;
  const webcam = new Webcam(messages, onFile);
  button.hidden = false;
  button.addEventListener("click", () => webcam.open());
}

class Webcam {
  #dialog = find("webcam-slip", HTMLDialogElement);
  #video = findIn(this.#dialog, "video", HTMLVideoElement);
  #still = findIn(this.#dialog, "canvas", HTMLCanvasElement);
  #messages;
  #onFile;
  /** @type {MediaStream | null} */
  #stream = null;

  /**
   * @param {Messages} messages
   * @param {(file: File) => void} onFile
   */
  constructor(messages, onFile) {
    this.#messages = messages;
    this.#onFile = onFile;
    keepKeys(this.#dialog);
    this.#part("take").addEventListener("click", () => this.#take());
    this.#part("again").addEventListener("click", () => this.#showLive(true));
    this.#dialog.addEventListener("close", () => this.#close());
    addEventListener("pagehide", () => this.#letGo());
  }

  async open() {
    this.#dialog.returnValue = "";
    this.#showLive(true);
    this.#enableTaking(false);
    this.#dialog.showModal();
    try {
      this.#hold(await navigator.mediaDevices.getUserMedia(WANTED));
      await this.#video.play();
      this.#enableTaking(true);
    } catch (error) {
      const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
      this.#say(isRefused ? this.#messages.camera_refused : this.#messages.camera_missing);
    }
  }

  /** @param {MediaStream} stream */
  #hold(stream) {
    this.#stream = stream;
    this.#video.srcObject = stream;
    // Somebody closed the slip while the browser still asked.
    if (!this.#dialog.open) this.#letGo();
  }

  #take() {
    const { videoWidth, videoHeight } = this.#video;
    this.#still.width = videoWidth;
    this.#still.height = videoHeight;
    this.#still.getContext("2d")?.drawImage(this.#video, 0, 0);
    this.#showLive(false);
    this.#say(this.#messages.camera_taken);
    this.#part("use").focus();
  }

  /** @param {boolean} isLive  whether one sees what the camera sees now, or what was taken */
  #showLive(isLive) {
    const hadFocus = this.#part("again") === document.activeElement;
    this.#video.hidden = !isLive;
    this.#still.hidden = isLive;
    this.#part("take").hidden = !isLive;
    for (const name of ["again", "use"]) this.#part(name).hidden = isLive;
    if (isLive) this.#say(this.#messages.camera_ready);
    if (hadFocus) this.#part("take").focus();
  }

  #close() {
    this.#letGo();
    if (this.#dialog.returnValue !== "use") return;
    this.#still.toBlob(
      (blob) => blob && this.#onFile(new File([blob], "camera.jpg", { type: blob.type })),
      "image/jpeg",
      QUALITY,
    );
  }

  #letGo() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
  }

  /** @param {boolean} can */
  #enableTaking(can) {
    this.#part("take").toggleAttribute("disabled", !can);
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.#part("word").textContent = sentence;
  }

  #part(/** @type {string} */ name) {
    return findIn(this.#dialog, `[data-part="${name}"]`);
  }
}
