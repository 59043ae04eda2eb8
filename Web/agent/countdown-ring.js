const svg = "http://www.w3.org/2000/svg";

/** A ring that runs down, with the seconds inside. The number says the same as the ring. */
export class CountdownRing {
  /** @param {number} warnSeconds from here on the ring takes the warning colour */
  constructor(warnSeconds) {
    this.warnSeconds = warnSeconds;
    this.element = document.createElement("div");
    this.element.className = "ring";
    const drawing = shape("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" });
    this.track = shape("circle", { class: "ring-track", cx: "50", cy: "50", r: "44" });
    this.run = shape("circle", { class: "ring-run", cx: "50", cy: "50", r: "44", pathLength: "100", "stroke-dasharray": "100" });
    drawing.append(this.track, this.run);
    this.number = document.createElement("span");
    this.number.className = "ring-number";
    this.element.append(drawing, this.number);
  }

  /**
   * @param {number} leftMs
   * @param {number} totalMs
   */
  show(leftMs, totalMs) {
    const left = Math.max(0, leftMs);
    const share = totalMs > 0 ? Math.min(1, left / totalMs) : 0;
    const seconds = Math.ceil(left / 1000);
    this.run.setAttribute("stroke-dashoffset", String(100 - share * 100));
    this.element.classList.toggle("urgent", seconds <= this.warnSeconds);
    const text = seconds > 99 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : String(seconds);
    if (this.number.textContent !== text) this.number.textContent = text;
  }
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function shape(name, attributes) {
  const element = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
