import { fill, h } from "../shared/dom.js";
import { canChooseSpeaker, listDevices } from "./devices.js";
import { t } from "./messages.js";

let lastNumber = 0;

/**
 * The choice of camera, microphone and speaker. It fills itself anew when a device comes or goes.
 * @param {{media: import("./local-media.js").LocalMedia, playback: import("./playback.js").Playback, close: () => void, signal: AbortSignal}} options
 * @returns {HTMLElement}
 */
export function makeDevicePanel({ media, playback, close, signal }) {
  const fields = h("div", { class: "stack" });
  const retry = h("button", { class: "button", type: "button", onclick: () => void media.retryMissing() }, t("retry"));
  const panel = h("section", { class: "call-panel call-devices", "aria-label": t("devices"), hidden: true }, fields,
    h("div", { class: "row" }, retry, h("button", { class: "button", type: "button", onclick: close }, t("close"))));

  const refresh = async () => {
    if (panel.hidden) return;
    const { cameras, microphones, speakers } = await listDevices();
    const camera = media.camera?.getSettings().deviceId;
    const microphone = media.microphone?.getSettings().deviceId;
    retry.hidden = media.microphone !== null && (media.camera !== null || media.cameraOff);
    fill(fields,
      choice(t("cameraDevice"), cameras, camera, (deviceId) => void media.useCamera({ deviceId })),
      choice(t("microphoneDevice"), microphones, microphone, (deviceId) => void media.useMicrophone(deviceId)),
      canChooseSpeaker() && choice(t("speakerDevice"), speakers, playback.speaker, (deviceId) => void playback.useSpeaker(deviceId).catch(reportError)));
  };
  new MutationObserver(() => void refresh()).observe(panel, { attributes: true, attributeFilter: ["hidden"] });
  navigator.mediaDevices?.addEventListener("devicechange", () => void refresh(), { signal });
  media.on("change", () => void (panel.contains(document.activeElement) || refresh()), { signal });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close(), { signal });
  return panel;
}

/**
 * @param {string} label
 * @param {MediaDeviceInfo[]} devices
 * @param {string | undefined} current
 * @param {(deviceId: string) => void} choose
 */
function choice(label, devices, current, choose) {
  const id = `device-${++lastNumber}`;
  const select = h("select", { class: "input", id, disabled: devices.length === 0 },
    ...devices.map((device, index) => h("option", { value: device.deviceId, selected: device.deviceId === current },
      device.label || t("unnamed", { n: index + 1 }))),
    devices.length === 0 && h("option", {}, t("noDevice")));
  select.addEventListener("change", () => choose(select.value));
  return h("div", { class: "field" }, h("label", { for: id }, label), select);
}
