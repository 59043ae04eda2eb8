// One recording: its pictures and all voices in step, what happened in it, and its files.

import { localize } from "../shared/i18n.js";
import { t } from "./messages.js";
import { open } from "./open.js";
import { RecordingPage } from "./recording-page.js";

localize(t, "playerTitle");
void open(async ({ api, account, queues }, main) => {
  const [, , id = ""] = location.pathname.split("/");
  const detail = await api.get(`/api/recordings/${encodeURIComponent(id)}`);
  const { queue } = detail.recording;
  new RecordingPage({ main, api, account, detail, queueName: queues.get(queue) ?? queue }).show();
});
