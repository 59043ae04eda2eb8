import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

/** @typedef {import("../shared/icons.js").IconName} IconName */

/** The elements of a call, without behaviour. */
export function makeView() {
  const them = video(t("them"), false);
  const you = video(t("you"), true);
  const stateWord = h("span", { class: "call-state lamp" });
  const timer = h("span", { class: "call-timer", role: "timer", "aria-label": t("duration") });
  const qualityWord = h("span", { class: "call-quality" });
  const absentName = h("p", { class: "call-absent-name" });
  const absentWords = h("p", { class: "call-absent-words" });
  const absent = h("div", { class: "call-absent" }, h("div", { class: "call-avatar" }, icon("person")), absentName, absentWords);
  const selfWords = h("span", { class: "call-self-words" });
  const self = h("div", { class: "call-self", tabindex: 0, role: "group", "aria-label": t("selfView"), "data-corner": "bottom-right" }, you, selfWords);
  const notice = h("div", { class: "call-notice", role: "status" });
  const overlay = h("div", { class: "call-overlay", hidden: true });
  const chatCount = h("span", { class: "call-count", hidden: true });
  const buttons = {
    mute: control("microphone", t("mute"), { "data-control": "microphone" }),
    camera: control("camera", t("cameraOff"), { "data-control": "camera" }),
    cameraSwitch: control("cameraSwitch", t("cameraSwitch")),
    devices: control("devices", t("devices"), { "aria-expanded": "false" }),
    screen: control("screen", t("screen"), { "data-control": "screen" }),
    chat: control("chat", t("chat"), { "aria-expanded": "false", "data-control": "chat" }),
    hangUp: control("hangUp", t("hangUp"), { "data-kind": "danger" }),
  };
  buttons.chat.append(chatCount);
  const bar = h("div", { class: "call-bar", role: "toolbar", "aria-label": t("controls") }, ...Object.values(buttons));
  const top = h("div", { class: "call-top" }, stateWord, timer, qualityWord);
  const stage = h("div", { class: "call-stage" }, them, absent, top, self, notice, overlay, bar);
  return { stage, them, you, stateWord, timer, qualityWord, absent, absentName, absentWords, self, selfWords, notice, overlay, chatCount, buttons, bar };
}

/** @typedef {ReturnType<typeof makeView>} View */

/**
 * Changes what a control does: its icon and its name.
 * @param {HTMLButtonElement} button
 * @param {IconName} iconName
 * @param {string} label
 * @param {boolean} off  whether something of the person's is off; shown stronger
 */
export function setControl(button, iconName, label, off) {
  const word = button.querySelector(".call-word");
  if (word?.textContent !== label && word) {
    word.textContent = button.title = label;
    button.querySelector(".icon")?.replaceWith(icon(iconName));
  }
  button.toggleAttribute("data-off", off);
}

/**
 * A question over the picture, with one way on.
 * @param {HTMLElement} overlay
 * @param {{title: string, text: string, label: string, onclick: () => void} | null} content
 */
export function setOverlay(overlay, content) {
  if (overlay.dataset.title === (content?.title ?? "")) return;
  overlay.dataset.title = content?.title ?? "";
  overlay.hidden = !content;
  overlay.replaceChildren();
  if (!content) return;
  const button = h("button", { class: "button", "data-kind": "primary", type: "button", onclick: content.onclick }, content.label);
  overlay.append(h("div", { class: "call-question", role: "alert" },
    h("p", { class: "call-question-title" }, content.title), h("p", {}, content.text), button));
}

/**
 * @param {string} label
 * @param {boolean} silent
 */
function video(label, silent) {
  const element = h("video", { class: silent ? "call-you" : "call-them", "aria-label": label, playsinline: true, autoplay: true });
  element.muted = silent;
  return element;
}

/**
 * @param {IconName} iconName
 * @param {string} label
 * @param {import("../shared/dom.js").Attributes} [attributes]
 */
function control(iconName, label, attributes = {}) {
  return h("button", { class: "call-control", type: "button", title: label, ...attributes }, icon(iconName), h("span", { class: "call-word" }, label));
}
