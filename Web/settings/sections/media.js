import { h } from "../../shared/dom.js";
import { checkboxField, numberField } from "../fields.js";
import { t } from "../messages.js";
import { partHead } from "../names.js";

/** @param {import("../entries.js").Editing} editing */
export function mediaPart({ draft }) {
  const { video = {}, chat = {} } = (draft.plan.media ??= {});
  draft.plan.media.video = video;
  draft.plan.media.chat = chat;
  return [
    partHead(t("part_media"), t("mediaText")),
    h("div", { class: "card field-grid" },
      numberField({ draft, object: chat, key: "capacity", path: "media.chat.capacity", label: t("place_capacity"), hint: t("capacityHint"), min: 0, max: 10, fallback: "3" }),
      checkboxField({ draft, object: video, key: "exclusive", path: "media.video.exclusive", label: t("place_exclusive"), hint: t("exclusiveHint") })),
  ];
}
