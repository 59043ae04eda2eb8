import { Emitter } from "../client/emitter.js";
import { cameraConstraints, capture, microphoneConstraints } from "./devices.js";

/** @typedef {import("../client/protocol").CheckResult} CheckResult */
/** @typedef {{change: void, cameraLost: void, microphoneLost: void}} LocalMediaEvents */

/** What this side can send: a microphone, a camera, a shared screen; each may be missing, and each may come and go. */
export class LocalMedia {
  /** @type {MediaStreamTrack | null} */
  microphone = null;
  /** @type {MediaStreamTrack | null} */
  camera = null;
  /** @type {MediaStreamTrack | null} */
  screen = null;
  /** @type {{camera: CheckResult, microphone: CheckResult}} */
  results = { camera: "skipped", microphone: "skipped" };
  muted = false;
  cameraOff = false;

  /** @type {"user" | "environment"} */
  #facing = "user";
  /** @type {string | undefined} */
  #cameraId;
  /** @type {Emitter<LocalMediaEvents>} */
  #events = new Emitter();
  #stopped = false;
  /** @type {Promise<void> | null} */
  #acquiring = null;

  /**
   * @template {keyof LocalMediaEvents} Name
   * @param {Name} name
   * @param {() => void} listener
   * @param {{signal?: AbortSignal}} [options]
   */
  on(name, listener, options) {
    return this.#events.on(name, listener, options);
  }

  /**
   * Asks for both; when one is missing or refused, the other still comes. Asking again returns the request under way.
   * With the sound alone wanted, the camera is not opened.
   */
  acquire({ soundOnly = false } = {}) {
    this.#acquiring ??= (soundOnly ? this.#acquireSound() : this.#acquire()).finally(() => (this.#acquiring = null));
    return this.#acquiring;
  }

  async #acquireSound() {
    const { stream, result } = await capture({ audio: microphoneConstraints() });
    this.results.microphone = result;
    if (stream) this.#take(stream, {});
    else this.#events.emit("change", undefined);
  }

  async #acquire() {
    const both = await capture({ audio: microphoneConstraints(), video: cameraConstraints({}) });
    if (both.stream) {
      this.#take(both.stream, { camera: "ok", microphone: "ok" });
      return;
    }
    const audio = await capture({ audio: microphoneConstraints() });
    if (audio.stream) this.#take(audio.stream, {});
    const video = await capture({ video: cameraConstraints({}) });
    if (video.stream) this.#take(video.stream, {});
    this.results = { camera: video.result, microphone: audio.result };
    this.#events.emit("change", undefined);
  }

  /** @param {boolean} muted */
  setMuted(muted) {
    this.muted = muted;
    if (this.microphone) this.microphone.enabled = !muted;
    this.#events.emit("change", undefined);
  }

  /**
   * Off gives the camera back, so that its light goes out.
   * @param {boolean} off
   */
  async setCameraOff(off) {
    this.cameraOff = off;
    if (off) this.#release("camera");
    else if (!this.camera) await this.#openCamera({ deviceId: this.#cameraId, facing: this.#facing });
    this.#events.emit("change", undefined);
  }

  /** From the front camera to the back one, or to the next of several. */
  async switchCamera() {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
    const facing = this.camera?.getSettings().facingMode;
    if (facing || cameras.length < 2) {
      await this.useCamera({ facing: (facing ?? this.#facing) === "environment" ? "user" : "environment" });
    } else {
      const current = cameras.findIndex((device) => device.deviceId === this.camera?.getSettings().deviceId);
      await this.useCamera({ deviceId: cameras[(current + 1) % cameras.length].deviceId });
    }
  }

  /**
   * Phones open one camera at a time, so the former one is given back first.
   * @param {{deviceId?: string, facing?: "user" | "environment"}} choice
   */
  async useCamera(choice) {
    const former = this.#cameraId ?? this.camera?.getSettings().deviceId;
    this.#release("camera");
    const opened = await this.#openCamera(choice);
    if (opened) {
      this.#cameraId = choice.deviceId;
      this.#facing = choice.facing ?? this.#facing;
      this.cameraOff = false;
    } else {
      await this.#openCamera({ deviceId: former });
    }
    this.#events.emit("change", undefined);
    return opened;
  }

  /** @param {string} [deviceId] */
  async useMicrophone(deviceId) {
    const { stream, result } = await capture({ audio: microphoneConstraints(deviceId) });
    if (stream) this.#take(stream, { microphone: result });
    return stream !== null;
  }

  /** Tries again what is missing: a device was plugged in, or a permission given. */
  async retryMissing() {
    if (!this.microphone) await this.useMicrophone();
    if (!this.camera && !this.cameraOff) await this.#openCamera({ facing: this.#facing });
    this.#events.emit("change", undefined);
  }

  /** @returns {Promise<boolean>} false when the person chose nothing */
  async startScreen() {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
      const [track] = stream.getVideoTracks();
      track.contentHint = "detail";
      this.screen = track;
      track.addEventListener("ended", () => this.stopScreen());
      this.#events.emit("change", undefined);
      return true;
    } catch {
      return false;
    }
  }

  stopScreen() {
    this.#release("screen");
    this.#events.emit("change", undefined);
  }

  /** Gives every device back for good. */
  stop() {
    this.#stopped = true;
    this.release();
  }

  /** Gives every device back until `acquire` is called again: another window has the call, and a phone lends a camera only once. */
  release() {
    for (const kind of /** @type {const} */ (["microphone", "camera", "screen"])) this.#release(kind);
    this.#events.emit("change", undefined);
  }

  /** @param {{deviceId?: string, facing?: "user" | "environment"}} choice */
  async #openCamera(choice) {
    const { stream, result } = await capture({ video: cameraConstraints(choice) });
    if (stream) this.#take(stream, { camera: result });
    else this.results.camera = result;
    return stream !== null;
  }

  /**
   * @param {MediaStream} stream
   * @param {Partial<LocalMedia["results"]>} results
   */
  #take(stream, results) {
    for (const track of stream.getTracks()) {
      if (this.#stopped) track.stop();
      else this.#adopt(track, track.kind === "audio" ? "microphone" : "camera");
    }
    Object.assign(this.results, results);
    this.#events.emit("change", undefined);
  }

  /**
   * @param {MediaStreamTrack} track
   * @param {"microphone" | "camera"} kind
   */
  #adopt(track, kind) {
    this.#release(kind);
    this[kind] = track;
    if (kind === "microphone") track.enabled = !this.muted;
    // `ended` fires when the device is unplugged or the permission withdrawn, not when this page stops the track.
    track.addEventListener("ended", () => {
      if (this[kind] !== track) return;
      this[kind] = null;
      this.results[kind] = "missing";
      this.#events.emit(kind === "camera" ? "cameraLost" : "microphoneLost", undefined);
      this.#events.emit("change", undefined);
    });
  }

  /** @param {"microphone" | "camera" | "screen"} kind */
  #release(kind) {
    this[kind]?.stop();
    this[kind] = null;
  }
}
