import { translator } from "../shared/i18n.js";

export const t = translator({
  en: {
    title: "Live calls", skip: "Skip to the calls",
    loading: "Opening the live calls…", loadFailed: "The live calls could not be opened.", retry: "Try again",
    forbidden: "Live calls are for supervisors", forbiddenText: "Sign in with a supervisor’s account.", signIn: "Sign in",
    stopped: "This page has stopped", stoppedText: "The server closed the connection. Load the page again to go on.", reload: "Load again",
    lost: "Connection lost. We are reconnecting; what you see may be old.",
    empty: "No calls at the moment", emptyText: "A call appears here as soon as it begins.",
    calls: { one: "{n} call", other: "{n} calls" },
    customer: "Customer", agent: "Agent", queue: "Queue", since: "Since", state: "State", recording: "Recording", act: "Take part",
    someone: "A visitor", nobody: "–", guests: { one: "+ {n} guest", other: "+ {n} guests" }, watched: { one: "{n} supervisor", other: "{n} supervisors" }, asking: "asking {name}…", talksTo: "talks to {name}", togetherWith: "together with {name}",
    connecting: "Connecting", live: "Live", reconnecting: "Reconnecting", ended: "Ended", onHold: "On hold",
    chat: "Chat, in writing",
    recording_off: "Not recorded", recording_asking: "Not recorded: no answer yet", recording_starting: "Starting", recording_recording: "Recording",
    recording_paused: "Paused", recording_refused: "Not recorded: no consent", recording_failed: "Failed",
    open: "Watch {name}", monitor: "Monitor", whisper: "Whisper", barge: "Barge in", takeover: "Take over", leave: "Leave",
    modes: "How you take part",
    monitorText: "You hear and see. Nobody hears or sees you.",
    whisperText: "The agent alone hears you. Nobody sees you.",
    bargeText: "Everyone hears and sees you.",
    closed: "Microphone is closed", openAgent: "Microphone is open: the agent hears you", openAll: "Microphone is open: everyone hears you",
    muted: "Microphone is muted", missing: "No microphone: nobody hears you", changing: "Changing…",
    takeoverAsk: "You become the agent of this call; {name} leaves it. It goes on in your console.", takeoverYes: "Take over now", cancel: "Cancel",
    seat: "The call you take part in", keys: "Keys", keyHint: "M monitor · W whisper · B barge in · T take over · L leave",
    joinFailed: "You could not join this call. {reason}", modeFailed: "The mode was not changed. {reason}", takeoverFailed: "You did not take over. {reason}",
    takingOver: "Taking over… Customer and agent go on talking until the console is connected.",
    hungUp: "You have left the call.", over: "The call has ended.",
    end_removed: "Your part in the call has ended.", end_left: "You have left the call.", end_sent_away: "You were sent out of the call.",
    end_lost: "Your connection to the call was lost; it goes on without you.", end_taken_over: "You have taken over the call. It is in the console.",
    agentNow: "You are in a call as an agent.", toConsole: "Open the console",
    reason_session_gone: "The call has ended.", reason_already_in_session: "You are in a call already; leave it first.", reason_not_allowed: "Your account does not allow it.",
    reason_connection_lost: "There is no connection.", reason_timeout: "The server did not answer in time.",
    reason_not_connected: "Sound and picture could not be connected; customer and agent were not interrupted.", reason_other: "({code})",
  },
  fr: {
    title: "Appels en cours", skip: "Aller aux appels",
    loading: "Ouverture des appels en cours…", loadFailed: "Les appels en cours n’ont pas pu être ouverts.", retry: "Réessayer",
    forbidden: "Les appels en cours sont réservés aux superviseurs", forbiddenText: "Connectez-vous avec un compte de superviseur.", signIn: "Se connecter",
    stopped: "Cette page s’est arrêtée", stoppedText: "Le serveur a fermé la connexion. Rechargez la page pour continuer.", reload: "Recharger",
    lost: "Connexion perdue. Nous nous reconnectons ; ce que vous voyez peut être ancien.",
    empty: "Aucun appel pour le moment", emptyText: "Un appel apparaît ici dès qu’il commence.",
    calls: { one: "{n} appel", other: "{n} appels" },
    customer: "Client", agent: "Agent", queue: "File", since: "Depuis", state: "État", recording: "Enregistrement", act: "Participer",
    someone: "Un visiteur", nobody: "–", guests: { one: "+ {n} invité", other: "+ {n} invités" }, watched: { one: "{n} superviseur", other: "{n} superviseurs" }, asking: "appelle {name}…", talksTo: "parle à {name}", togetherWith: "avec {name}",
    connecting: "Connexion", live: "En direct", reconnecting: "Reconnexion", ended: "Terminé", onHold: "En attente",
    chat: "Chat, par écrit",
    recording_off: "Non enregistré", recording_asking: "Non enregistré : pas encore de réponse", recording_starting: "Démarre", recording_recording: "Enregistrement",
    recording_paused: "En pause", recording_refused: "Non enregistré : pas d’accord", recording_failed: "Échec",
    open: "Suivre {name}", monitor: "Écouter", whisper: "Souffler", barge: "Intervenir", takeover: "Reprendre", leave: "Quitter",
    modes: "Comment vous participez",
    monitorText: "Vous entendez et voyez. Personne ne vous entend ni ne vous voit.",
    whisperText: "Seul l’agent vous entend. Personne ne vous voit.",
    bargeText: "Tout le monde vous entend et vous voit.",
    closed: "Le micro est fermé", openAgent: "Le micro est ouvert : l’agent vous entend", openAll: "Le micro est ouvert : tout le monde vous entend",
    muted: "Le micro est coupé", missing: "Pas de micro : personne ne vous entend", changing: "Changement…",
    takeoverAsk: "Vous devenez l’agent de cet appel ; {name} le quitte. Il continue dans votre console.", takeoverYes: "Reprendre maintenant", cancel: "Annuler",
    seat: "L’appel auquel vous participez", keys: "Touches", keyHint: "M écouter · W souffler · B intervenir · T reprendre · L quitter",
    joinFailed: "Vous n’avez pas pu rejoindre cet appel. {reason}", modeFailed: "Le mode n’a pas été changé. {reason}", takeoverFailed: "Vous n’avez pas repris l’appel. {reason}",
    takingOver: "Reprise en cours… Le client et l’agent continuent de se parler jusqu’à ce que la console soit connectée.",
    hungUp: "Vous avez quitté l’appel.", over: "L’appel est terminé.",
    end_removed: "Votre participation à l’appel est terminée.", end_left: "Vous avez quitté l’appel.", end_sent_away: "On vous a fait sortir de l’appel.",
    end_lost: "Votre liaison avec l’appel a été perdue ; il continue sans vous.", end_taken_over: "Vous avez repris l’appel. Il est dans la console.",
    agentNow: "Vous êtes dans un appel comme agent.", toConsole: "Ouvrir la console",
    reason_session_gone: "L’appel est terminé.", reason_already_in_session: "Vous êtes déjà dans un appel ; quittez-le d’abord.", reason_not_allowed: "Votre compte ne le permet pas.",
    reason_connection_lost: "Il n’y a pas de connexion.", reason_timeout: "Le serveur n’a pas répondu à temps.",
    reason_not_connected: "Le son et l’image n’ont pas pu être établis ; le client et l’agent n’ont pas été interrompus.", reason_other: "({code})",
  },
});

const reasons = /** @type {const} */ (["session_gone", "already_in_session", "not_allowed", "connection_lost", "timeout", "not_connected"]);
const endings = /** @type {const} */ (["removed", "left", "sent_away", "lost", "taken_over"]);

/**
 * Why a request failed, in words.
 * @param {unknown} error
 */
export function reasonText(error) {
  const code = String(/** @type {{code?: unknown}} */ (error)?.code ?? "internal");
  const known = reasons.find((reason) => reason === code);
  return known ? t(`reason_${known}`) : t("reason_other", { code });
}

/**
 * Why a seat in a call ended; for everything that ended the whole call there is one sentence.
 * @param {string | null} reason
 */
export function endText(reason) {
  const known = endings.find((ending) => ending === reason);
  return known ? t(`end_${known}`) : t("over");
}
