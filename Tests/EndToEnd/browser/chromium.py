"""Debian's Chromium with a made-up camera, microphone and screen."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright

EXECUTABLE = "/usr/bin/chromium"
# Pictures are encoded, decoded and painted by the processor: half as many as the camera would give by itself are as good to see that they move.
DEVICES = ["--use-fake-device-for-media-stream=fps=10", "--autoplay-policy=user-gesture-required"]
# Nobody is there to press "Allow" or to pick a screen.
CONSENT = ["--use-fake-ui-for-media-stream", "--auto-select-desktop-capture-source=Entire screen"]
# A test machine may have no network but its loopback, and no one to resolve mDNS names. Of each window's address bar, which nobody sees,
# Chromium prepares pages of its own: they cost as much as ours.
UNWANTED = ["WebRtcHideLocalIpsWithMdns", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"]
NETWORK = ["--allow-loopback-in-peer-connection", f"--disable-features={','.join(UNWANTED)}"]

# Keeps the page's peer connections within reach of a test, and remembers each state a call was in.
OBSERVER = """(() => {
  const Native = window.RTCPeerConnection;
  window.observed = { peers: [], states: [], elsewhere: false };
  window.RTCPeerConnection = class extends Native {
    constructor(...options) { super(...options); window.observed.peers.push(this); }
  };
  const look = () => {
    const state = document.querySelector("visavis-call")?.dataset.state;
    const { states } = window.observed;
    if (state && states.at(-1) !== state) states.push(state);
    const asks = document.querySelector("#panes:not([hidden]) #elsewhere:not([hidden]), .call-overlay:not([hidden])");
    if (asks?.textContent.includes("another window")) window.observed.elsewhere = true;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})()"""


def launch(playwright: Playwright, *extra: str, consent: bool = True, executable: str = EXECUTABLE) -> Browser:
    arguments = ["--no-sandbox", *DEVICES, *NETWORK, *(CONSENT if consent else []), *extra]
    return playwright.chromium.launch(executable_path=executable, args=arguments)
