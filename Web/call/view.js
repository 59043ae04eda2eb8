import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

/** @typedef {import("../shared/icons.js").IconName} IconName */

/** The elements of a call that are always there, without behaviour. */
export function makeView() {
  const you = selfVideo();
  const stateWord = h("span", { class: "call-state lamp" });
  const timer = h("span", { class: "call-timer", role: "timer", "aria-label": t("duration") });
  const qualityWord = h("span", { class: "call-quality" });
  const recording = h("button", { class: "call-recording lamp", type: "button" });
  const supervisors = h("span", { class: "call-supervisors", role: "status" });
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
  const top = h("div", { class: "call-top" }, stateWord, timer, recording, supervisors, qualityWord);
  const stage = h("div", { class: "call-stage" }, top, self, notice, overlay, bar);
  return { stage, you, stateWord, timer, qualityWord, recording, supervisors, self, selfWords, notice, overlay, chatCount, buttons, bar };
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
 * Words over the picture, mostly with one way on.
 * @typedef {{title: string, text: string, icon?: IconName, action?: {label: string, onclick: () => void}}} Question
 */

/**
 * @param {HTMLElement} overlay
 * @param {Question | null} question
 */
export function setOverlay(overlay, question) {
  const words = question ? `${question.title}\n${question.text}` : "";
  if ((overlay.dataset.words ?? "") === words) return;
  overlay.dataset.words = words;
  overlay.hidden = !question;
  overlay.replaceChildren();
  if (!question) return;
  const { title, text, icon: iconName, action } = question;
  overlay.append(h("div", { class: "call-question", role: "alert" },
    iconName && h("div", { class: "call-avatar" }, icon(iconName)),
    h("p", { class: "call-question-title" }, title), h("p", {}, text),
    action && h("button", { class: "button", "data-kind": "primary", type: "button", onclick: action.onclick }, action.label)));
}

function selfVideo() {
  const element = h("video", { class: "call-you", "aria-label": t("you"), playsinline: true, autoplay: true });
  element.muted = true;
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
