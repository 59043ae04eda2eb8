/** What the relay forwards and records, and the profile of H.264 that every browser sends. */
const wanted = {
  audio: ["audio/opus"],
  video: ["video/vp8", "video/h264", "video/rtx"],
};

/**
 * Offers only the codecs that the relay takes: an offer with a dozen codecs in each section would grow past what one message may hold.
 * @param {RTCRtpTransceiver} transceiver
 * @param {"audio" | "video"} kind
 */
export function preferRelayed(transceiver, kind) {
  const codecs = RTCRtpReceiver.getCapabilities?.(kind)?.codecs.filter(({ mimeType, sdpFmtpLine = "" }) => {
    const type = mimeType.toLowerCase();
    return wanted[kind].includes(type) && (type !== "video/h264" || sdpFmtpLine.includes("packetization-mode=1"));
  }) ?? [];
  if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
}
