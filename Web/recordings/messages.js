import { formatDateTime, translator } from "../shared/i18n.js";

/** @typedef {import("./api").RecordingView} RecordingView */

export const t = translator({
  en: {
    title: "Recordings", playerTitle: "Recording", skip: "Skip to the recordings", skipPlayer: "Skip to the recording",
    loading: "Opening…", loadFailed: "The recordings could not be opened.", retry: "Try again",
    forbidden: "You may not see recordings", forbiddenText: "Sign in with an account that may.", signIn: "Sign in",
    missingTitle: "There is no such recording", missingText: "It was erased, or your account does not show it.", toList: "All recordings",
    from: "From", to: "To", queue: "Queue", agent: "Agent", state: "State", all: "All", clear: "Clear filters",
    when: "When", customer: "Customer", length: "Length", purposes: "Agreed for", retain: "Kept until", someone: "A visitor",
    quality: "Quality", evidence: "Evidence", forever: "No end set",
    empty: "No recordings yet", emptyText: "A recorded call appears here when it begins.", emptyFilter: "Nothing matches these filters", emptyFilterText: "Change or clear the filters.",
    more: "Show more", shown: { one: "{n} recording", other: "{n} recordings" },
    state_expected: "Expected", state_recording: "Being recorded", state_paused: "Paused now", state_completed: "Complete", state_partial: "Partial", state_failed: "Failed",
    state_missing: "Expected but missing", state_erased: "Erased on {date}",
    nothing_captured: "no sound or picture arrived", server_stopped: "the server stopped before anything was kept", files_missing: "files are missing",
    disk_full: "the disk was full", disk_error: "the disk failed", overloaded: "parts were dropped under load", damaged: "a file is damaged",
    interrupted: "cut off by a restart; at most 2 s are lost",
    play: "Play", pause: "Pause", position: "Position", speed: "Speed", volume: "Sound", mute: "Sound off", unmute: "Sound on",
    back: "Back 10 s", forward: "Forward 10 s", keys: "Space plays · ← → 5 s · J L 10 s · Home and End",
    pictures: "Pictures", timeline: "Timeline", timelineHelp: "Arrow keys move by 5 seconds, Page up and Page down by 30.",
    cameraOf: "{name}: camera", screenOf: "{name}: screen", microphoneOf: "{name}: microphone", mix: "All voices",
    noPicture: "No picture at this time", noPictures: "There is no picture in this recording.", loadingPicture: "Loading…", cannotPlay: "This browser cannot play this file. Download it.",
    call: "Call", talk: "Talk", hold: "Hold", consult: "Colleague asked", reconnect: "Reconnecting", wrap: "Wrap-up", chat: "Chat", gap: "Gap", paused: "Not recorded",
    role_customer: "Customer", role_agent: "Agent", role_guest: "Guest", role_supervisor: "Supervisor", role_consulted: "Colleague",
    pausedAgent: "Not recorded: paused (card data)", pausedApi: "Not recorded: paused by another system (card data)", pausedConsent: "Not recorded: no consent", pausedHold: "Not recorded: on hold", pausedOther: "Not recorded: {reason}",
    gapText: "{what}: nothing arrived", gapAll: "Nothing arrived", lasted: "{time} long",
    event_transferred: "Transferred to {name}", event_overflow: "The recorder could not keep up; parts are missing",
    event_joined: "{name} joined", event_left: "{name} left", event_supervisor_joined: "{name} joined as supervisor", event_supervisor_left: "{name} (supervisor) left",
    event_consent_given: "{name} agreed to the recording ({purpose})", event_consent_withdrawn: "{name} took the agreement back ({purpose})", event_consent_refused: "{name} did not agree ({purpose})",
    event_muted_microphone: "{name} muted the microphone", event_unmuted_microphone: "{name} turned the microphone on",
    event_muted_camera: "{name} turned the camera off", event_unmuted_camera: "{name} turned the camera on",
    event_muted_screen: "{name} stopped sharing the screen", event_unmuted_screen: "{name} shared the screen", event_other: "{kind} {detail}",
    truncated: "This recording holds more events than are kept; the list and the timeline are not complete.",
    happened: "What happened", nothingHappened: "Nothing but talk.", chatTitle: "Chat", noChat: "Nothing was written.",
    talkTitle: "Who spoke", talkShare: "{time} · {n} %", silence: "Silence", overlap: "Both at once",
    download: "Download", downloadFile: "{name} · {size}", facts: "About this recording", toInteraction: "The whole interaction, and why this agent", size: "Size", unknownPerson: "Someone",
    uploaded: "The files were moved to the archive and cannot be played here. Ask whoever runs this server for them.",
    unfinished: "This call is still going on. What is recorded can be played when it is over.",
    nothingToPlay: "There is nothing to play.",
    partialText: "This recording is not complete: {reason}.", failedText: "This recording failed: {reason}.", reasonUnknown: "the reason is not known",
    erase: "Erase…", eraseReason: "Why is it erased?", eraseNow: "Erase for good", eraseHint: "Sound, pictures and index are destroyed at once. The reason is kept in the audit log.", eraseFailed: "It was not erased ({code}).",
  },
  fr: {
    title: "Enregistrements", playerTitle: "Enregistrement", skip: "Aller aux enregistrements", skipPlayer: "Aller à l’enregistrement",
    loading: "Ouverture…", loadFailed: "Les enregistrements n’ont pas pu être ouverts.", retry: "Réessayer",
    forbidden: "Vous ne pouvez pas voir les enregistrements", forbiddenText: "Connectez-vous avec un compte autorisé.", signIn: "Se connecter",
    missingTitle: "Cet enregistrement n’existe pas", missingText: "Il a été effacé, ou votre compte ne le montre pas.", toList: "Tous les enregistrements",
    from: "Du", to: "Au", queue: "File", agent: "Agent", state: "État", all: "Tous", clear: "Effacer les filtres",
    when: "Quand", customer: "Client", length: "Durée", purposes: "Accord pour", retain: "Conservé jusqu’au", someone: "Un visiteur",
    quality: "Qualité", evidence: "Preuve", forever: "Sans limite fixée",
    empty: "Pas encore d’enregistrement", emptyText: "Un appel enregistré apparaît ici dès son début.", emptyFilter: "Rien ne correspond à ces filtres", emptyFilterText: "Changez ou effacez les filtres.",
    more: "Afficher plus", shown: { one: "{n} enregistrement", other: "{n} enregistrements" },
    state_expected: "Attendu", state_recording: "En cours", state_paused: "En pause", state_completed: "Complet", state_partial: "Partiel", state_failed: "Échec",
    state_missing: "Attendu mais absent", state_erased: "Effacé le {date}",
    nothing_captured: "ni son ni image ne sont arrivés", server_stopped: "le serveur s’est arrêté avant de rien conserver", files_missing: "des fichiers manquent",
    disk_full: "le disque était plein", disk_error: "le disque a eu une panne", overloaded: "des parties ont été perdues sous la charge", damaged: "un fichier est endommagé",
    interrupted: "coupé par un redémarrage ; 2 s au plus sont perdues",
    play: "Lire", pause: "Pause", position: "Position", speed: "Vitesse", volume: "Son", mute: "Couper le son", unmute: "Rétablir le son",
    back: "Reculer de 10 s", forward: "Avancer de 10 s", keys: "Espace pour lire · ← → 5 s · J L 10 s · Début et Fin",
    pictures: "Images", timeline: "Chronologie", timelineHelp: "Les flèches déplacent de 5 secondes, Page préc. et Page suiv. de 30.",
    cameraOf: "{name} : caméra", screenOf: "{name} : écran", microphoneOf: "{name} : micro", mix: "Toutes les voix",
    noPicture: "Pas d’image à ce moment", noPictures: "Cet enregistrement n’a pas d’image.", loadingPicture: "Chargement…", cannotPlay: "Ce navigateur ne peut pas lire ce fichier. Téléchargez-le.",
    call: "Appel", talk: "Parole", hold: "Attente", consult: "Collègue consulté", reconnect: "Reconnexion", wrap: "Clôture", chat: "Messages", gap: "Lacune", paused: "Non enregistré",
    role_customer: "Client", role_agent: "Agent", role_guest: "Invité", role_supervisor: "Superviseur", role_consulted: "Collègue",
    pausedAgent: "Non enregistré : en pause (carte bancaire)", pausedApi: "Non enregistré : en pause par un autre système (carte bancaire)", pausedConsent: "Non enregistré : pas d’accord", pausedHold: "Non enregistré : en attente", pausedOther: "Non enregistré : {reason}",
    gapText: "{what} : rien n’est arrivé", gapAll: "Rien n’est arrivé", lasted: "dure {time}",
    event_transferred: "Transféré à {name}", event_overflow: "L’enregistreur n’a pas suivi ; des parties manquent",
    event_joined: "{name} est arrivé", event_left: "{name} est parti", event_supervisor_joined: "{name} est arrivé comme superviseur", event_supervisor_left: "{name} (superviseur) est parti",
    event_consent_given: "{name} a accepté l’enregistrement ({purpose})", event_consent_withdrawn: "{name} a retiré son accord ({purpose})", event_consent_refused: "{name} n’a pas donné son accord ({purpose})",
    event_muted_microphone: "{name} a coupé son micro", event_unmuted_microphone: "{name} a rétabli son micro",
    event_muted_camera: "{name} a coupé sa caméra", event_unmuted_camera: "{name} a activé sa caméra",
    event_muted_screen: "{name} a arrêté de partager son écran", event_unmuted_screen: "{name} a partagé son écran", event_other: "{kind} {detail}",
    truncated: "Cet enregistrement compte plus d’événements qu’il n’en est gardé ; la liste et la chronologie ne sont pas complètes.",
    happened: "Ce qui s’est passé", nothingHappened: "Rien d’autre que la conversation.", chatTitle: "Messages", noChat: "Rien n’a été écrit.",
    talkTitle: "Qui a parlé", talkShare: "{time} · {n} %", silence: "Silence", overlap: "Tous deux à la fois",
    download: "Télécharger", downloadFile: "{name} · {size}", facts: "À propos de cet enregistrement", toInteraction: "Toute l’interaction, et pourquoi cet agent", size: "Taille", unknownPerson: "Quelqu’un",
    uploaded: "Les fichiers ont été déplacés dans les archives et ne peuvent pas être lus ici. Demandez-les à qui gère ce serveur.",
    unfinished: "Cet appel est encore en cours. Ce qui est enregistré pourra être lu quand il sera terminé.",
    nothingToPlay: "Il n’y a rien à lire.",
    partialText: "Cet enregistrement n’est pas complet : {reason}.", failedText: "Cet enregistrement a échoué : {reason}.", reasonUnknown: "la raison n’est pas connue",
    erase: "Effacer…", eraseReason: "Pourquoi est-il effacé ?", eraseNow: "Effacer définitivement", eraseHint: "Le son, les images et l’index sont détruits aussitôt. La raison est gardée dans le journal d’audit.", eraseFailed: "Il n’a pas été effacé ({code}).",
  },
});

const reasons = /** @type {const} */ (["nothing_captured", "server_stopped", "files_missing", "disk_full", "disk_error", "overloaded", "damaged", "interrupted"]);
const tones = /** @type {const} */ ({ expected: "offline", recording: "live", paused: "hold", completed: "ok", partial: "warn", failed: "danger" });

/**
 * The state in words, with the reason where something is not as it should be.
 * @param {RecordingView} recording
 */
export function stateWords({ state, missing, erasedAt }) {
  if (erasedAt !== undefined) return { tone: "offline", words: t("state_erased", { date: formatDateTime(erasedAt) }) };
  const words = state === "expected" && missing ? t("state_missing") : t(`state_${state}`);
  return { tone: state === "expected" && missing ? "danger" : tones[state], words: missing ? `${words}: ${reasonWords(missing)}` : words };
}

/** @param {string | undefined} missing */
export function reasonWords(missing) {
  const known = reasons.find((reason) => reason === missing);
  return known ? t(known) : missing ?? t("reasonUnknown");
}
