/** Outlines on a 24 × 24 grid, drawn with the text's colour. */
const outlines = {
  microphone: ["M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z", "M5 11v1a7 7 0 0 0 14 0v-1", "M12 19v3"],
  microphoneOff: ["M9 9v3a3 3 0 0 0 4.5 2.6M15 11V6a3 3 0 0 0-5.7-1.3", "M5 11v1a7 7 0 0 0 11 5.7M19 11v1a7 7 0 0 1-.6 2.8", "M12 19v3", "M3 3l18 18"],
  camera: ["M4 6h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2Z", "M15 10.5 22 7v10l-7-3.5"],
  cameraOff: ["M9 6h4a2 2 0 0 1 2 2v4M15 16a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 1-1.7", "M17 9.5 22 7v10", "M3 3l18 18"],
  cameraSwitch: ["M4 8h3l1.5-2h7L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z", "M9 14a3 3 0 0 1 5.2-2M15 13a3 3 0 0 1-5.2 2", "M14.5 9.8V12h-2.2M9.5 17.2V15h2.2"],
  devices: ["M4 6h8M18 6h2M4 12h2M12 12h8M4 18h10M20 18h0", "M15 4v4M9 10v4M17 16v4"],
  screen: ["M3 4h18v12H3Z", "M8 20h8M12 16v4", "M12 13V7M9 9.5 12 7l3 2.5"],
  chat: ["M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H9l-5 4V5a1 1 0 0 1 1-1Z"],
  hangUp: ["M3 14.5v-2C5.5 9.5 8.5 8.5 12 8.5s6.5 1 9 4v2a1 1 0 0 1-1.2 1l-3-.6a1 1 0 0 1-.8-1v-2.2a11 11 0 0 0-8 0v2.2a1 1 0 0 1-.8 1l-3 .6a1 1 0 0 1-1.2-1Z"],
  phone: ["M6 3h3l1.5 5-2 1.5a12 12 0 0 0 6 6l1.5-2 5 1.5v3a2 2 0 0 1-2 2A17 17 0 0 1 4 5a2 2 0 0 1 2-2Z"],
  speaker: ["M4 9v6h4l5 4V5L8 9Z", "M16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12"],
  network: ["M2 9a15 15 0 0 1 20 0M5.5 12.5a10 10 0 0 1 13 0M9 16a5 5 0 0 1 6 0", "M12 19.5h0"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z", "M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5"],
  person: ["M12 3a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z", "M4 21a8 8 0 0 1 16 0"],
  check: ["M4 12.5 9.5 18 20 6.5"],
  close: ["M5 5l14 14M19 5 5 19"],
  warning: ["M12 3 2 20h20Z", "M12 10v4M12 17h0"],
  offline: ["M2 9a15 15 0 0 1 5-3.2M11 4.9A15 15 0 0 1 22 9M5.5 12.5A10 10 0 0 1 10 10.2M14.5 10.6a10 10 0 0 1 4 1.9", "M12 19.5h0", "M3 3l18 18"],
  lock: ["M5 11h14v10H5Z", "M8 11V7a4 4 0 0 1 8 0v4"],
  empty: ["M3 13 6 5h12l3 8v6H3Z", "M3 13h5l1.5 3h5L16 13h5"],
  clock: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M12 7v5l3.5 2"],
  send: ["M3 11 21 3l-7 18-3-7Z", "M11 14 21 3"],
  cart: ["M2 4h3l2.5 11h10L20 7H6", "M9 19.5h0M16 19.5h0"],
  page: ["M6 2h8l5 5v15H6Z", "M14 2v5h5"],
  note: ["M4 4h16v11l-5 5H4Z", "M8 9h8M8 13h5"],
  question: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1 1-1.1 1.8M12 16.5h0"],
  signOut: ["M10 4H4v16h6", "M9 12h12M17 8l4 4-4 4"],
  sound: ["M9 18V5l11-2v13", "M6 15a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM17 13a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"],
  record: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"],
  pause: ["M8 5v14M16 5v14"],
  play: ["M7 4l13 8-13 8Z"],
  people: ["M9 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z", "M2 20a7 7 0 0 1 14 0", "M16 4.5a3.5 3.5 0 0 1 0 6.4M18 14a7 7 0 0 1 4 6"],
  shield: ["M12 3 4 6v6c0 4.5 3.2 7.6 8 9 4.8-1.4 8-4.5 8-9V6Z"],
  ear: ["M7 9a5 5 0 0 1 10 0c0 4-4 4.5-4 8a3 3 0 0 1-5.5 1.7", "M10 9a2 2 0 0 1 4 0c0 1.6-1.5 2-1.5 3.5"],
  copy: ["M9 9h11v12H9Z", "M5 15H4V3h11v2"],
  download: ["M12 3v12M7 10.5l5 5 5-5", "M4 20h16"],
  up: ["M12 20V5M6 11l6-6 6 6"],
  down: ["M12 4v15M6 13l6 6 6-6"],
  plus: ["M12 5v14M5 12h14"],
  bin: ["M4 7h16M9 7V4h6v3", "M6 7l1 14h10l1-14", "M10 11v6M14 11v6"],
  chevron: ["M6 9l6 6 6-6"],
  swap: ["M4 8h14M14 4l4 4-4 4", "M20 16H6M10 12l-4 4 4 4"],
};

/** @typedef {keyof typeof outlines} IconName */

const namespace = "http://www.w3.org/2000/svg";

/**
 * A decorative icon: hidden from assistive technology, the word stands beside it.
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(namespace, "svg");
  const attributes = {
    class: "icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const outline of outlines[name]) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", outline);
    svg.append(path);
  }
  return svg;
}
