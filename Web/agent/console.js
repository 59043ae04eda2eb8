// The agent console: signs in, connects, and puts the parts on the page.

import "../call/define.js";
import { VisavisClient } from "../client/index.js";
import { byId } from "../shared/dom.js";
import { localize, withLanguage } from "../shared/i18n.js";
import { openPage, signInAddress } from "../shared/open-page.js";
import { Sounds } from "../shared/sounds.js";
import { takeoverUnderWay } from "../shared/takeover.js";
import { toast } from "../shared/toast.js";
import { isTyping } from "../shared/typing.js";
import { ActivityPanel } from "./activity-panel.js";
import { Attention } from "./attention.js";
import { Availability } from "./availability.js";
import { CallPane } from "./call-pane.js";
import { CallTools } from "./call-tools.js";
import { ChatAlerts } from "./chat-alerts.js";
import { ChatCommands } from "./chat-commands.js";
import { ChatList } from "./chat-list.js";
import { ChatStage } from "./chat-stage.js";
import { feedStore } from "./client-events.js";
import { codeOf, Commands } from "./commands.js";
import { isServing, reduceConsole, stageShown } from "./console-state.js";
import { CustomerPanel } from "./customer-panel.js";
import { callDesk } from "./desk.js";
import { ElsewherePane } from "./elsewhere-pane.js";
import { IdlePane } from "./idle-pane.js";
import { LinkBanner } from "./link-banner.js";
import { MediaPanel } from "./media-panel.js";
import { initialState } from "./model.js";
import { NoteEditor } from "./note-editor.js";
import { NoteKeeper } from "./note-keeper.js";
import { OfferCard } from "./offer-card.js";
import { followProtection, formerProtection } from "./protection.js";
import { QueuesPanel } from "./queues-panel.js";
import { ShortcutHelp } from "./shortcut-help.js";
import { Shortcuts } from "./shortcuts.js";
import { Store } from "./store.js";
import { Takeover } from "./takeover.js";
import { TopBar } from "./top-bar.js";
import { queueNames, t, useCaseNames } from "./wording.js";
import { WrapUpForm } from "./wrapup-form.js";

/** @typedef {import("../shared/api.js").Api} Api */

localize(t, "page.title");
void openPage({
  host: byId("opening", HTMLElement),
  words: { loading: t(takeoverUnderWay() === null ? "page.loading" : "takeover.title"), failed: t("page.loadFailed"), retry: t("page.retry") },
  load: start,
});

/** @param {import("../shared/open-page.js").Opened} opened */
function start({ api, account, queues }) {
  const { signal } = new AbortController(); // the console lives as long as its page
  const store = new Store(reduceConsole, { ...initialState, account, protection: formerProtection() });
  const client = new VisavisClient({ fetchToken: async () => (await api.post("/api/token")).token });
  const commands = new Commands(client, store);
  const chatCommands = new ChatCommands(client, store);
  const notes = new NoteKeeper(
    (interaction, text) => commands.saveNote(interaction, text),
    (error) => ({ code: codeOf(error), retryAfterMs: /** @type {any} */ (error).retryAfterMs }),
    localStorage);
  /** @type {import("./component.js").Context} */
  const context = {
    store, client, commands, chatCommands, notes, useCaseName: useCaseNames(queues),
    queueName: queueNames((queue) => store.state.queueTitles.get(queue), queues),
  };

  feedStore(client, store, signal, () => location.replace(signInAddress()));
  showParts(context, api, signal);
  followProtection(context, signal);
  store.watch((state) => state.agent !== null, (isKnown) => {
    byId("panes", HTMLElement).hidden = !isKnown;
    byId("opening", HTMLElement).hidden = isKnown;
  }, signal);
  store.watch((state) => state.notice, (notice) => {
    if (notice === null) return;
    toast(t(/** @type {import("./wording.js").StringKey} */ (notice.key), { reason: notice.detail ?? "", name: notice.name ?? "" }), notice.tone);
  }, signal);
  client.connect();
}

/**
 * @param {import("./component.js").Context} context
 * @param {Api} api
 * @param {AbortSignal} signal
 */
function showParts(context, api, signal) {
  const { store } = context;
  /** @param {string} id */
  const host = (id) => byId(id, HTMLElement);
  const availability = new Availability(context);
  const call = /** @type {import("../call/element.js").VisavisCall} */ (document.querySelector("visavis-call"));
  const sounds = new Sounds();
  const help = new ShortcutHelp(host("keys"));

  store.watch(stageShown, (shown) => showStage(shown), signal);
  store.watch((state) => state.chats.open !== null, (isOpen) => host("panes").toggleAttribute("data-chat", isOpen), signal);
  new TopBar({ host: host("top"), pages: host("pages") }, context, { showKeys: () => help.toggle(), signOut: () => void signOut(context, api) });
  new LinkBanner(host("banner"), context);
  new ActivityPanel(host("activity"), context, availability);
  new MediaPanel(host("media"), context, availability);
  new QueuesPanel(host("queues"), context);
  new IdlePane(host("idle"), context);
  const offer = new OfferCard(host("offer"), context);
  new Takeover(host("takeover"), context, new CallPane(call, context));
  const tools = new CallTools(host("call-tools"), context);
  new ElsewherePane(host("elsewhere"), context);
  new CustomerPanel(host("customer"), context);
  const wrapUp = new WrapUpForm(host("wrapup"), context, callDesk(context));
  new NoteEditor({ call: host("call-note"), wrapUp: wrapUp.noteSlot }, context);
  const chats = new ChatStage(host("chat"), context);
  const chatList = new ChatList(host("chats"), context, { focus: () => (chats.pane === null ? host("centre").focus() : chats.focus()) });
  const attention = new Attention(context, sounds, host("announcer"), signal);
  new ChatAlerts(context, { sounds, attention, announcer: host("chat-announcer") }, signal);
  const panes = ["state-pane", "centre", "customer-pane"].map(host);
  help.fill(new Shortcuts(context, { availability, call, tools, wrapUp, offer, chats, chatList, panes, toggleHelp: () => help.toggle() }, signal), signal);
  document.addEventListener("pointerdown", () => void sounds.unlock(), { signal, once: true });
  document.addEventListener("keydown", () => void sounds.unlock(), { signal, once: true });
}

/** @param {ReturnType<typeof stageShown>} shown */
function showStage(shown) {
  byId("panes", HTMLElement).dataset.stage = shown ?? "chat";
  for (const [id, name] of [["idle", "idle"], ["offer", "offer"], ["call", "call"], ["elsewhere", "elsewhere"], ["wrapup", "wrapUp"]]) {
    byId(/** @type {string} */ (id), HTMLElement).hidden = name !== shown;
  }
  // What had the focus, the offer, is gone now; who writes keeps the caret.
  if (shown === "call" && !isTyping(document.activeElement)) byId("centre", HTMLElement).focus();
}

/**
 * Who leaves the console takes no more customers; those who are there are served first.
 * @param {import("./component.js").Context} context
 * @param {Api} api
 */
async function signOut({ store, client, commands }, api) {
  if (isServing(store.state)) {
    return store.dispatch({ type: "notice", notice: { tone: "warn", key: "page.inCall" } });
  }
  if (client.state === "connected") await commands.activity("offline");
  try {
    await api.post("/api/logout");
    client.close();
    location.assign(withLanguage("/login"));
  } catch (error) {
    store.dispatch({ type: "notice", notice: { tone: "danger", key: "page.signOutFailed" } });
  }
}
