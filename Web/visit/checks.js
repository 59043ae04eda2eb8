/** @typedef {"good" | "dark" | "bright" | "unknown"} Light */

const darkBelow = 55;
const brightAbove = 215;

/**
 * How light the picture is: the mean luma (BT.601, 0…255) of a small copy of the frame.
 * @param {HTMLVideoElement} video
 * @param {CanvasRenderingContext2D} context  of a small canvas, `willReadFrequently`
 * @returns {Light}
 */
export function measureLight(video, context) {
  const { width, height } = context.canvas;
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !video.videoWidth) return "unknown";
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let sum = 0;
  for (let index = 0; index < data.length; index += 4) {
    sum += 0.299 * data[index] + 0.587 * data[index + 1] + 0.114 * data[index + 2];
  }
  const mean = sum / (width * height);
  return mean < darkBelow ? "dark" : mean > brightAbove ? "bright" : "good";
}

/** @returns {CanvasRenderingContext2D | null} */
export function lightContext() {
  const canvas = document.createElement("canvas");
  canvas.width = 32;
  canvas.height = 24;
  return canvas.getContext("2d", { willReadFrequently: true });
}

/** Follows the level of a microphone, 0…1. Call `stop` when done: an open AudioContext costs power. */
export class LevelMeter {
  #context;
  #analyser;
  #samples;

  /** @param {MediaStreamTrack} track */
  constructor(track) {
    this.#context = new AudioContext();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  /** From the root mean square, on a scale of 60 dB. A browser that still holds the audio back yields null. */
  level() {
    if (this.#context.state !== "running") return null;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, value) => sum + value * value, 0) / this.#samples.length;
    return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
  }

  /** After a gesture on the page the browser lets the meter run. */
  wake() {
    void this.#context.resume();
  }

  stop() {
    void this.#context.close();
  }
}
