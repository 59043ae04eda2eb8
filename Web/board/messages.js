import { translator } from "../shared/i18n.js";

export const t = translator({
  en: {
    title: "Live board", skip: "Skip to the board",
    loading: "Opening the board…", loadFailed: "The board could not be opened.", retry: "Try again",
    forbidden: "The board is for supervisors", forbiddenText: "Sign in with a supervisor’s account.", signIn: "Sign in",
    stale: "No answer from the server. These figures are {age} old; we keep trying.", staleOffline: "You are offline. These figures are {age} old.",
    now: "Now", waiting: "Waiting", longestWait: "Longest wait", freeAgents: "Agents free", talking: "In a call", serviceLevel: "Answered in time today", abandoned: "Gave up today",
    ofStaffed: "of {n} on duty", ofCalls: { one: "of {n} call", other: "of {n} calls" }, nobodyWaits: "Nobody waits",
    queues: "Queues", noQueues: "No queues", noQueuesText: "Your account shows no queue. Ask a manager.",
    open: "Open", closed: "Closed", oldest: "Longest", free: "Free", target: "target {time}", inTime: "{n} of {all} within {time}", noCallsYet: "No calls yet today",
    answeredAfter: "answered after {time} on average",
    estimates: "Estimated wait", estimates_told: "Told to customers", estimates_notYet: "Not told yet", estimates_withheld: "Not told for now",
    estimates_learning: "Too few waits to judge estimates by: {n} of {all}.",
    estimates_kept: "Of the last {n} waits, {share} were no longer than estimated; {wanted} are asked.",
    estimates_too_short: "Waits have lately been longer than estimated.", estimates_too_long: "Waits have lately been much shorter than estimated: {share} of the last {n} were no longer.",
    estimates_unsteady: "The pace of this queue has just changed; estimates are told again once it is steady.",
    alarm_nobody_staffed: "Nobody is on duty", alarm_oldest_over_target: "Someone waits longer than the target", alarm_service_level_low: "Too few are answered in time",
    attention: { one: "{n} queue needs attention: ", other: "{n} queues need attention: " }, gaveUp: "Gave up today: {n}", allWell: "No alarms",
    alerts: "Agents who protected themselves", alertWhat: "{agent} needed protection from {customer}.", alertSomeone: "a visitor", alertAgent: "An agent",
    alertOn: "the call is still on", alertOver: "the call is over", alertEnded: "the agent ended the call", alertKeptAway: "kept away until {time}",
    forgive: "Let them come again", forgiveTitle: "Let {name} come again?", forgiveText: "They may join the queue at once. The flag on the interaction stays.",
    forgiveYes: "Let them come", forgiven: "{name} may come again.",
    alertDetails: "Details of {name}’s alert at {time}",
    agents: "Agents", noAgents: "No agents", noAgentsText: "Nobody who serves your queues has an account.",
    group_free: "Free", group_offered: "Being offered a call", group_talking: "In a call", group_wrapUp: "Wrapping up", group_notResponding: "Not responding",
    group_away: "Away", group_disconnected: "Not connected", group_offline: "Offline",
    since: "since {time}", change: "Change activity", changeOf: "Change the activity of {name}", watch: "Live calls", watchOf: "{name}’s call in the live calls",
    lostConnection: "not connected", forceTitle: "Set the activity of {name}", forceText: "It holds until they change it themselves. A call goes on undisturbed.",
    forceTalking: "They are in a call: it goes on, and the activity holds afterwards.", forceYes: "Set activity", cancel: "Cancel",
    forced: "{name} is now: {activity}.", kind_available: "takes calls", kind_away: "takes none", kind_offline: "is not there",
    tickets: "Waiting customers", noTickets: "Nobody waits", noTicketsText: "A customer appears here on joining a queue.",
    ticketCount: { one: "{n} customer", other: "{n} customers" }, more: "The first {n} of {all} are shown.", allQueues: "All queues", showQueue: "Queue shown",
    place: "Place", customer: "Customer", queue: "Queue", age: "Waits", priority: "Priority", state: "State", rule: "Rule", act: "Do",
    someone: "A visitor", of: "{n} of {all}", state_waiting: "Waiting", state_offered: "Being offered", state_away: "Not connected", state_booked: "Booked", booked: { one: "{n} booked, next {when}", other: "{n} booked, next {when}" }, state_callback: "To be called back", state_invited: "Called back", step: "step {n}",
    raise: "Raise", lower: "Lower", raiseOf: "Raise the priority of {name}", lowerOf: "Lower the priority of {name}", move: "Move", moveOf: "Move {name} to another queue", why: "Details", whyOf: "Details of {name}",
    bump: "{n} by hand", moveTitle: "Move {name} to another queue", moveText: "The time waited so far counts there too.", moveYes: "Move", moveHint: "{waiting} waiting, {free} free",
    moved: "{name} now waits for {queue}.", raised: "Priority of {name}: {n}.", limit: "The priority cannot go further.",
    failed: "That did not work. {reason}", reason_ticket_gone: "The customer is no longer waiting.", reason_no_such_queue: "There is no such queue.", reason_not_allowed: "Your account does not allow it.",
    reason_not_found: "They are no longer there.", reason_network: "There is no connection.", reason_other: "({code})",
  },
  fr: {
    title: "Tableau en direct", skip: "Aller au tableau",
    loading: "Ouverture du tableau…", loadFailed: "Le tableau n’a pas pu être ouvert.", retry: "Réessayer",
    forbidden: "Le tableau est réservé aux superviseurs", forbiddenText: "Connectez-vous avec un compte de superviseur.", signIn: "Se connecter",
    stale: "Le serveur ne répond pas. Ces chiffres datent de {age} ; nous réessayons.", staleOffline: "Vous êtes hors ligne. Ces chiffres datent de {age}.",
    now: "En ce moment", waiting: "En attente", longestWait: "Plus longue attente", freeAgents: "Agents libres", talking: "En appel", serviceLevel: "Pris à temps aujourd’hui", abandoned: "Abandons aujourd’hui",
    ofStaffed: "sur {n} présents", ofCalls: { one: "sur {n} appel", other: "sur {n} appels" }, nobodyWaits: "Personne n’attend",
    queues: "Files", noQueues: "Aucune file", noQueuesText: "Votre compte ne montre aucune file. Demandez à un responsable.",
    open: "Ouverte", closed: "Fermée", oldest: "Plus longue", free: "Libres", target: "objectif {time}", inTime: "{n} sur {all} en {time}", noCallsYet: "Pas encore d’appel aujourd’hui",
    answeredAfter: "réponse après {time} en moyenne",
    estimates: "Attente estimée", estimates_told: "Annoncée aux clients", estimates_notYet: "Pas encore annoncée", estimates_withheld: "Pas annoncée pour l’instant",
    estimates_learning: "Trop peu d’attentes pour en juger : {n} sur {all}.",
    estimates_kept: "Sur les {n} dernières attentes, {share} n’ont pas dépassé l’estimation ; {wanted} sont demandés.",
    estimates_too_short: "Les attentes ont récemment dépassé l’estimation.", estimates_too_long: "Les attentes ont récemment été bien plus courtes qu’estimé : {share} des {n} dernières n’ont pas dépassé l’estimation.",
    estimates_unsteady: "Le rythme de cette file vient de changer ; l’estimation sera de nouveau annoncée une fois stable.",
    alarm_nobody_staffed: "Personne n’est présent", alarm_oldest_over_target: "Quelqu’un attend plus que l’objectif", alarm_service_level_low: "Trop peu sont pris à temps",
    attention: { one: "{n} file demande votre attention : ", other: "{n} files demandent votre attention : " }, gaveUp: "Abandons aujourd’hui : {n}", allWell: "Aucune alarme",
    alerts: "Agents qui se sont protégés", alertWhat: "Protection demandée par {agent} face à {customer}.", alertSomeone: "un visiteur", alertAgent: "un agent",
    alertOn: "l’appel continue", alertOver: "l’appel est fini", alertEnded: "l’agent a mis fin à l’appel", alertKeptAway: "tenu à l’écart jusqu’à {time}",
    forgive: "Laisser revenir", forgiveTitle: "Laisser revenir {name} ?", forgiveText: "La file lui est ouverte aussitôt. Le signalement de l’échange reste.",
    forgiveYes: "Laisser revenir", forgiven: "La file est de nouveau ouverte à {name}.",
    alertDetails: "Détails de l’alerte de {name}, {time}",
    agents: "Agents", noAgents: "Aucun agent", noAgentsText: "Personne qui serve vos files n’a de compte.",
    group_free: "Libres", group_offered: "Appel proposé", group_talking: "En appel", group_wrapUp: "En clôture", group_notResponding: "Ne répondent pas",
    group_away: "Absents", group_disconnected: "Non connectés", group_offline: "Hors ligne",
    since: "depuis {time}", change: "Changer l’activité", changeOf: "Changer l’activité de {name}", watch: "Appels en cours", watchOf: "L’appel de {name} dans les appels en cours",
    lostConnection: "non connecté", forceTitle: "Fixer l’activité de {name}", forceText: "Elle vaut jusqu’à ce que la personne la change elle-même. Un appel en cours n’est pas dérangé.",
    forceTalking: "La personne est en appel : il continue, et l’activité vaut ensuite.", forceYes: "Fixer l’activité", cancel: "Annuler",
    forced: "{name} est maintenant : {activity}.", kind_available: "prend des appels", kind_away: "n’en prend pas", kind_offline: "n’est pas là",
    tickets: "Clients en attente", noTickets: "Personne n’attend", noTicketsText: "Un client apparaît ici dès qu’il rejoint une file.",
    ticketCount: { one: "{n} client", other: "{n} clients" }, more: "Les {n} premiers sur {all} sont affichés.", allQueues: "Toutes les files", showQueue: "File affichée",
    place: "Place", customer: "Client", queue: "File", age: "Attend", priority: "Priorité", state: "État", rule: "Règle", act: "Agir",
    someone: "Un visiteur", of: "{n} sur {all}", state_waiting: "En attente", state_offered: "Proposé", state_away: "Non connecté", state_booked: "Réservé", booked: { one: "{n} réservation, {when}", other: "{n} réservations, prochaine {when}" }, state_callback: "À rappeler", state_invited: "Rappelé", step: "étape {n}",
    raise: "Monter", lower: "Baisser", raiseOf: "Augmenter la priorité de {name}", lowerOf: "Baisser la priorité de {name}", move: "Déplacer", moveOf: "Déplacer {name} vers une autre file", why: "Détails", whyOf: "Détails de {name}",
    bump: "{n} à la main", moveTitle: "Déplacer {name} vers une autre file", moveText: "Le temps déjà attendu y compte aussi.", moveYes: "Déplacer", moveHint: "{waiting} en attente, {free} libres",
    moved: "{name} attend maintenant pour {queue}.", raised: "Priorité de {name} : {n}.", limit: "La priorité ne peut aller plus loin.",
    failed: "Cela n’a pas fonctionné. {reason}", reason_ticket_gone: "Le client n’attend plus.", reason_no_such_queue: "Cette file n’existe pas.", reason_not_allowed: "Votre compte ne le permet pas.",
    reason_not_found: "La personne n’est plus là.", reason_network: "Il n’y a pas de connexion.", reason_other: "({code})",
  },
});

const reasons = /** @type {const} */ (["ticket_gone", "no_such_queue", "not_allowed", "not_found", "network"]);

/**
 * Why something was not done, in words.
 * @param {unknown} error
 */
export function failureText(error) {
  const code = String(/** @type {{code?: unknown}} */ (error)?.code ?? "internal");
  const known = reasons.find((reason) => reason === code);
  return t("failed", { reason: known ? t(`reason_${known}`) : t("reason_other", { code }) });
}
