import { callerOf, unreadCount } from "./chats.js";
import { t } from "./wording.js";

/** Makes a message heard that came while the agent writes to somebody else or looks elsewhere: a sound, the title, and a word for a screen reader. */
export class ChatAlerts {
  #unread = 0;

  /**
   * @param {import("./component.js").Context} context
   * @param {{sounds: import("../shared/sounds.js").Sounds, attention: import("./attention.js").Attention, announcer: HTMLElement}} page  `announcer`: a live region
   * @param {AbortSignal} signal
   */
  constructor({ store }, { sounds, attention, announcer }, signal) {
    store.watch((state) => unreadCount(state.chats), (unread, { chats }) => {
      const isMore = unread > this.#unread;
      this.#unread = unread;
      attention.count(unread);
      if (unread === 0) announcer.textContent = "";
      if (!isMore) return;
      void sounds.play("message");
      const newest = chats.list.filter((chat) => chat.unread > 0).sort((one, other) => (other.messages.at(-1)?.at ?? 0) - (one.messages.at(-1)?.at ?? 0))[0];
      announcer.textContent = newest ? t("chats.newMessage", { name: callerOf(newest)?.name ?? t("offer.someone"), n: unread }) : "";
    }, signal);
  }
}
