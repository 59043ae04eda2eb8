// One recording: its pictures and all voices in step, what happened in it, and its files.

import { language, localize } from "../shared/i18n.js";
import { t } from "./messages.js";
import { open } from "./open.js";
import { RecordingPage } from "./recording-page.js";

localize(t, "playerTitle");
void open(async (api, account, main) => {
  const [, , id = ""] = location.pathname.split("/");
  const [detail, { useCases }] = await Promise.all([api.get(`/api/recordings/${encodeURIComponent(id)}`), api.get("/api/config")]);
  const { queue } = detail.recording;
  const label = useCases.find((/** @type {{name: string}} */ { name }) => name === queue)?.label;
  new RecordingPage({ main, api, account, detail, queueName: label?.[language] ?? queue }).show();
});
