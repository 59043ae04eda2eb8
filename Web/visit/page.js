import { LocalMedia } from "../call/local-media.js";
import { fill, h, setText } from "../shared/dom.js";
import { language } from "../shared/i18n.js";
import { pageState } from "../shared/page-state.js";
import { Sounds } from "../shared/sounds.js";
import { ChatView } from "./chat-view.js";
import { makeEnded } from "./ended.js";
import { makeForm } from "./form.js";
import { t } from "./messages.js";
import { callbackRefusal, refusalText } from "./refusals.js";
import { keepAwake } from "./wake-lock.js";
import { WaitingView } from "./waiting.js";

/** @typedef {import("../client/index.js").VisavisClient} VisavisClient */
/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Ticket} Ticket */
/** @typedef {import("../client/protocol").Snapshot} Snapshot */
/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */
/** @typedef {import("./form.js").Answers} Answers */
/** @typedef {import("./form.js").UseCase} UseCase */
/** @typedef {import("./form.js").Refusal} Refusal */
/** @typedef {import("./contact-form.js").CallbackWish} CallbackWish */
/** @typedef {import("./contact-form.js").ContactKind} ContactKind */
/** @typedef {import("./ended.js").VisitEnd} VisitEnd */
/** @typedef {import("../call/element.js").EndedDetail} EndedDetail */
/** @typedef {"loading" | "form" | "waiting" | "call" | "chat" | "ended" | "stopped"} ViewName */

/** Remembers across a refresh which call this tab was in, so that its end is told here and not to a new visit. */
const rememberedCall = "visavis.interaction";

/** The customer's way: form → waiting → call or chat → ended. What the server says decides which one is shown. */
export class VisitPage {
  #main;
  #banner;
  #client;
  #visitor;
  #useCases;
  #contacts;
  #query;
  #sounds = new Sounds();
  /** @type {ViewName} */
  #view = "loading";
  /** Ends with the view it belongs to. */
  #viewing = new AbortController();
  /** @type {LocalMedia | null} */
  #media = null;
  /** @type {WaitingView | null} */
  #waiting = null;
  /** @type {ChatView | null} */
  #chat = null;
  /** @type {Partial<Answers>} */
  #answers = {};
  /**
   * When an agent passed the customer of this interaction on, or was lost to them.
   * @type {{interaction: string, at: number, isLost?: boolean} | null}
   */
  #passedOn = null;
  /** The last word about who comes next: a call that is on hears of its own end first. */
  #next = /** @type {{ticket: Ticket | null, session: Session | null, chat: ChatMessage[]}} */ ({ ticket: null, session: null, chat: [] });
  /**
   * The interaction of the call that was hung up here.
   * @type {string | null}
   */
  #hungUp = null;
  /** The attempt to call the customer back that they have heard of. */
  #attempt = 0;
  /**
   * A call that ended here does not open again when an older word of it arrives.
   * @type {string | null}
   */
  #endedSession = null;

  /**
   * @param {{main: HTMLElement, banner: HTMLElement, client: VisavisClient, visitor: import("./visitor.js").Visitor, useCases: UseCase[], contacts: ContactKind[], query: URLSearchParams}} options
   */
  constructor({ main, banner, client, visitor, useCases, contacts, query }) {
    this.#main = main;
    this.#banner = banner;
    this.#client = client;
    this.#visitor = visitor;
    this.#useCases = useCases;
    this.#contacts = contacts;
    this.#query = query;
  }

  start() {
    this.#client.on("snapshot", (snapshot) => this.#snapshot(snapshot));
    this.#client.on("ticket", (ticket) => this.#ticketPushed(ticket));
    this.#client.on("session", (session) => this.#sessionPushed(session));
    this.#client.on("state", () => this.#showConnection());
    this.#client.on("bye", ({ action }) => action === "stop" && this.#showStopped());
    this.#client.connect();
  }

  // --- what the server says

  /** @param {Snapshot} snapshot */
  #snapshot(snapshot) {
    const { session, chat, ended } = snapshot;
    const ticket = "ticket" in snapshot ? snapshot.ticket : null;
    this.#next = { ticket, session, chat };
    if (ended?.reason === "transferred") this.#passedOn = { interaction: ended.interaction, at: ended.at };
    if (session && session.state !== "ended" && session.id !== this.#endedSession) {
      // The open call hears the snapshot itself.
      if (this.#view !== "call") this.#talk(session, chat);
    } else if (this.#view === "call") {
      return;
    } else if (ticket && ticket.state !== "closed") {
      this.#queued(ticket);
    } else if (this.#view === "chat") {
      this.#chat?.addFormer(chat);
      this.#showEnded(ended?.reason ?? "expired", 0);
    } else if (this.#view === "waiting") {
      this.#showEnded(ended?.reason ?? "expired", 0);
    } else if (this.#view === "loading") {
      const here = ended && ended.interaction === sessionStorage.getItem(rememberedCall);
      if (here) this.#showEnded(ended.reason, 0);
      else this.#showForm();
    }
  }

  /** @param {Ticket} ticket */
  #ticketPushed(ticket) {
    this.#next.ticket = ticket;
    // Whoever talks hears first how that ends.
    if (this.#view === "call" || this.#chat?.session) return;
    if (ticket.state !== "closed") this.#queued(ticket);
    else if (this.#view === "waiting" || this.#view === "chat") this.#showEnded(closedAs(ticket), 0);
  }

  /** @param {Ticket} ticket */
  #queued(ticket) {
    // Who hung up while they were being passed on has left.
    if (ticket.interaction === this.#hungUp) {
      void this.#leave();
      return;
    }
    this.#wait(ticket);
    const attempt = ticket.callback?.state === "invited" ? ticket.callback.attempts : 0;
    if (attempt > this.#attempt) void this.#sounds.play("arrival");
    this.#attempt = attempt;
    // Before a booked time the link only leads to the booking: whoever looks at it has not come.
    if (ticket.callback?.state === "booked") this.#visitor.comesByLink = false;
    // Whoever opens the letter's link has come; once is enough, so that "call me back" can be said again.
    if (this.#visitor.comesByLink && (ticket.callback?.state === "invited" || ticket.callback?.state === "waiting")) {
      this.#visitor.comesByLink = false;
      void this.#answerCallback();
    }
  }

  /** @param {Session} session */
  #sessionPushed(session) {
    this.#next = { ...this.#next, session, chat: [] };
    if (session.state === "ended" && this.#chat?.session?.id === session.id) return this.#chatEnded(session);
    if (this.#view === "call" || session.state === "ended" || session.id === this.#endedSession) return;
    if (this.#chat?.session?.id !== session.id) void this.#sounds.play("arrival");
    this.#talk(session, []);
  }

  // --- the views

  #showForm() {
    const signal = this.#enter("form");
    document.title = t("title");
    const asked = this.#query.get("useCase");
    this.#fill(makeForm({
      useCases: this.#useCases, useCase: this.#useCases.some(({ name }) => name === asked) ? asked : null, medium: mediumIn(this.#query),
      knownName: this.#visitor.name, former: this.#answers, media: () => this.#localMedia(), client: this.#client, sounds: this.#sounds, signal,
      contacts: this.#contacts, notice: this.#visitor.linkIsOver ? t("callbackOver") : null, slots: (answers) => this.#slots(answers), start: (answers) => this.#startVisit(answers),
    }));
  }

  /**
   * @param {Session} session
   * @param {ChatMessage[]} chat
   */
  #talk(session, chat) {
    if (session.medium === "chat") this.#showChat(session, chat);
    else this.#showCall(session, chat);
  }

  /**
   * Whoever has written with somebody already goes on reading while they wait for somebody else.
   * @param {Ticket} ticket
   */
  #wait(ticket) {
    const isWritten = ticket.medium === "chat";
    if (isWritten && (this.#view === "chat" || (this.#view === "loading" && this.#next.chat.length > 0))) this.#waitInChat(ticket);
    else this.#showWaiting(ticket);
  }

  /** @param {Ticket | null} ticket  null: it is about to come, after a transfer */
  #showWaiting(ticket) {
    // A chat whose customer wants to be called back becomes a call.
    if (this.#waiting && this.#view === "waiting" && this.#waiting.medium === (ticket?.medium ?? "video")) return this.#waiting.update(ticket);
    const view = this.#waitingView(ticket, this.#enter("waiting"));
    this.#fill(view.element);
  }

  /**
   * @param {Ticket | null} ticket
   * @param {AbortSignal} signal
   */
  #waitingView(ticket, signal) {
    const passedAt = ticket === null || ticket.interaction === this.#passedOn?.interaction ? this.#passedOn?.at ?? null : null;
    const isWritten = this.#view === "chat" || ticket?.medium === "chat";
    const media = isWritten ? null : this.#localMedia();
    // Who comes from a call keeps what they had: a camera that was turned off stays off.
    const rests = ticket?.callback !== undefined && ticket.callback.state !== "answered";
    if (media && !rests && (passedAt === null || (!media.microphone && !media.camera))) void media.acquire();
    this.#waiting = new WaitingView({
      ticket, passedAt, isLost: this.#passedOn?.isLost, media, clock: () => this.#client.clock(), contacts: this.#contacts, leave: () => this.#leave(),
      slots: () => this.#slots({ useCase: this.#next.ticket?.queue ?? this.#useCases[0].name }), callBack: (wish) => this.#requestCallback(wish), answer: () => this.#answerCallback(), signal,
    });
    return this.#waiting;
  }

  /**
   * @param {Session} session
   * @param {ChatMessage[]} chat
   */
  #showCall(session, chat) {
    const signal = this.#enter("call");
    sessionStorage.setItem(rememberedCall, session.interaction);
    document.title = t("titleArrived");
    const media = this.#localMedia();
    if (!media.microphone && !media.camera) void media.acquire();
    keepAwake(signal);
    const call = document.createElement("visavis-call");
    call.addEventListener("visavis-ended", (event) => {
      const { detail } = /** @type {CustomEvent<EndedDetail>} */ (event);
      this.#callEnded(detail, session);
    }, { signal });
    fill(this.#main, h("h1", { class: "visually-hidden" }, t("titleArrived")), call);
    /** @type {import("../call/element.js").VisavisCall} */ (call).open({ client: this.#client, session, chat, media, autoHide: true });
  }

  /**
   * @param {EndedDetail} detail
   * @param {Session} session
   */
  #callEnded({ reason, hungUp }, session) {
    this.#endedSession = session.id;
    if (hungUp) this.#hungUp = session.interaction;
    const { ticket, session: next, chat } = this.#next;
    if (next !== null && next.id !== session.id && next.state !== "ended") return this.#showCall(next, chat);
    // A call back was promised meanwhile.
    if (ticket && ticket.interaction !== session.interaction && ticket.state !== "closed") return this.#showWaiting(ticket);
    if (reason !== "transferred") return this.#showEnded(reason, this.#client.clock() - session.startedAt);
    // The colleague begins with a customer who shares nothing but camera and microphone.
    this.#media?.stopScreen();
    if (this.#passedOn?.interaction !== session.interaction) this.#passedOn = { interaction: session.interaction, at: this.#client.clock() };
    const isWaiting = ticket?.interaction === session.interaction && (ticket.state === "waiting" || ticket.state === "offered");
    this.#showWaiting(isWaiting ? ticket : null);
  }

  /**
   * @param {Session} session
   * @param {ChatMessage[]} chat
   */
  #showChat(session, chat) {
    const view = this.#chatView(session.interaction);
    const isNew = view.session?.id !== session.id;
    this.#waiting = null;
    this.#passedOn = null;
    sessionStorage.setItem(rememberedCall, session.interaction);
    view.addFormer(chat);
    view.talk(session);
    if (!isNew) return;
    view.scroll();
    view.focus();
  }

  /** @param {Ticket | null} ticket  null: it is about to come, after a transfer */
  #waitInChat(ticket) {
    if (this.#waiting && this.#view === "chat") return this.#waiting.update(ticket);
    const view = this.#chatView(ticket?.interaction ?? this.#passedOn?.interaction ?? "");
    view.addFormer(this.#next.chat);
    view.wait(this.#waitingView(ticket, this.#viewing.signal));
    view.scroll();
  }

  /** @param {string} interaction */
  #chatView(interaction) {
    if (this.#chat !== null) return this.#chat;
    const signal = this.#enter("chat");
    this.#media?.stop();
    this.#media = null;
    this.#chat = new ChatView({ client: this.#client, sounds: this.#sounds, interaction, hangUp: (session) => void this.#endChat(session), signal });
    fill(this.#main, this.#chat.element);
    return this.#chat;
  }

  /** @param {string} session */
  async #endChat(session) {
    this.#hungUp = this.#chat?.session?.interaction ?? null;
    await this.#client.request("session.hangup", { session }).catch(() => undefined);
  }

  /** @param {Session} session */
  #chatEnded(session) {
    const { id, interaction, endedReason = "hangup", startedAt } = session;
    this.#endedSession = id;
    // Whoever was passed on, or lost their agent, waits for somebody else and keeps what was written.
    const isLost = endedReason === "agent_lost";
    if (endedReason !== "transferred" && !isLost) return this.#showEnded(endedReason, this.#client.clock() - startedAt);
    if (this.#passedOn?.interaction !== interaction) this.#passedOn = { interaction, at: this.#client.clock(), isLost };
    const { ticket } = this.#next;
    const isWaiting = ticket?.interaction === interaction && (ticket.state === "waiting" || ticket.state === "offered");
    if (isWaiting) this.#queued(ticket);
    else this.#waitInChat(null);
  }

  /**
   * @param {VisitEnd | null} end
   * @param {number} talkedMs
   */
  #showEnded(end, talkedMs) {
    const chat = this.#chat;
    this.#enter("ended");
    sessionStorage.removeItem(rememberedCall);
    this.#media?.stop();
    this.#media = null;
    document.title = t("title");
    this.#fill(makeEnded({ end, talkedMs: end === "never_connected" ? 0 : talkedMs, transcript: chat?.transcript(), again: () => this.#showForm() }));
    chat?.scroll();
  }

  #showStopped() {
    this.#enter("stopped");
    this.#media?.stop();
    this.#fill(pageState("error", { title: t("stopped"), text: t("stoppedText"), action: { label: t("reload"), onclick: () => location.reload() } }));
  }

  #showConnection() {
    const away = this.#client.state === "reconnecting" && (this.#view === "waiting" || this.#view === "form" || this.#view === "chat");
    this.#banner.className = away ? "visit-connection banner" : "visit-connection";
    this.#banner.dataset.tone = "offline";
    setText(this.#banner, away ? t(this.#view === "chat" ? "chatReconnecting" : "reconnecting") : "");
    if (this.#view === "loading" && this.#client.state === "connecting" && !navigator.onLine) this.#fill(pageState("offline"));
  }

  // --- what the customer does

  /**
   * @param {Answers} answers
   * @returns {Promise<Refusal | null>}
   */
  async #startVisit(answers) {
    this.#answers = answers;
    try {
      const { ticket } = await this.#client.request("visit.start", this.#visit(answers));
      // The agent may have been so quick that the call is on already.
      if (this.#view === "form" && ticket.state !== "closed") this.#showWaiting(ticket);
      return null;
    } catch (error) {
      const refusal = /** @type {import("../client/error.js").SignalingError} */ (error);
      const { turnaway } = refusal;
      return { text: refusalText(refusal), instead: turnaway === "callback" || turnaway === "book" ? turnaway : null };
    }
  }

  /**
   * The times that can be booked: of the queue that the customer is in, or would come to with these answers.
   * @param {Answers} answers
   */
  async #slots(answers) {
    const { slots } = await this.#client.request("callback.slots", this.#visit(answers));
    return slots;
  }

  /**
   * @param {Answers} answers
   * @returns {import("../client/protocol").VisitStart}
   */
  #visit(answers) {
    const { name } = this.#visitor;
    return {
      ...answers, ...(name && { name }), language,
      ...optional("entryPoint", this.#query), ...optional("variant", this.#query), ...optional("page", this.#query),
    };
  }

  /**
   * @param {CallbackWish} wish
   * @returns {Promise<string | null>}
   */
  async #requestCallback(wish) {
    return this.#ask("callback.request", wish);
  }

  /** @returns {Promise<string | null>} */
  async #answerCallback() {
    return this.#ask("callback.answer", {});
  }

  /**
   * @param {"callback.request" | "callback.answer"} method
   * @param {CallbackWish} parameters
   */
  async #ask(method, parameters) {
    try {
      const { ticket } = await this.#client.request(method, parameters);
      if (this.#view === "waiting" || this.#view === "chat") this.#wait(ticket);
      return null;
    } catch (error) {
      return callbackRefusal(/** @type {import("../client/error.js").SignalingError} */ (error).code) ?? t("startFailed");
    }
  }

  async #leave() {
    try {
      await this.#client.request("visit.leave", {});
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code !== "ticket_gone") return;
    }
    if (this.#view === "waiting" || this.#view === "chat") this.#showEnded("left", 0);
  }

  // --- machinery

  /** @param {ViewName} view */
  #enter(view) {
    this.#viewing.abort();
    this.#viewing = new AbortController();
    this.#view = view;
    this.#waiting = null;
    this.#chat = null;
    this.#main.dataset.view = view;
    document.documentElement.toggleAttribute("data-call", view === "call");
    this.#showConnection();
    return this.#viewing.signal;
  }

  /**
   * A new view begins at its heading, for the keyboard and for a screen reader.
   * @param {HTMLElement} element
   */
  #fill(element) {
    const first = this.#main.querySelector("[data-page-state=loading]") !== null;
    fill(this.#main, element);
    if (!first) element.querySelector("h1")?.focus();
  }

  #localMedia() {
    this.#media ??= new LocalMedia();
    return this.#media;
  }
}

/**
 * @param {Ticket} ticket
 * @returns {VisitEnd}
 */
function closedAs({ closedReason }) {
  return closedReason === "turned_away" ? "expired" : closedReason ?? "expired";
}

/**
 * What the host's page says its visitors come for.
 * @param {URLSearchParams} query
 */
function mediumIn(query) {
  const asked = query.get("medium");
  return asked === "video" || asked === "chat" ? asked : null;
}

/**
 * @param {"entryPoint" | "variant" | "page"} name
 * @param {URLSearchParams} query
 */
function optional(name, query) {
  const value = query.get(name)?.slice(0, name === "page" ? 2000 : 100);
  return value ? { [name]: value } : {};
}
