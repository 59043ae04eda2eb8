// The recordings that the account may see, the newest first.

import { localize } from "../shared/i18n.js";
import { RecordingList } from "./recording-list.js";
import { t } from "./messages.js";
import { open } from "./open.js";

localize(t, "title");
void open(async ({ api, queues }, main) => {
  const list = new RecordingList({ api, queues });
  await list.load();
  main.replaceChildren(list.element);
});
