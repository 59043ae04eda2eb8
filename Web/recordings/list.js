// The recordings that the account may see, the newest first.

import { language, localize } from "../shared/i18n.js";
import { RecordingList } from "./recording-list.js";
import { t } from "./messages.js";
import { open } from "./open.js";

localize(t, "title");
void open(async (api, _account, main) => {
  const { useCases } = await api.get("/api/config");
  /** @type {Map<string, string>} */
  const queues = new Map(useCases.map((/** @type {{name: string, label: Record<string, string>}} */ { name, label }) => [name, label[language]]));
  const list = new RecordingList({ api, queues });
  await list.load();
  main.replaceChildren(list.element);
});
