import { translator } from "../shared/i18n.js";

const en = {
  title: "Interaction", skip: "Skip to the interaction", loading: "Opening…", loadFailed: "The interaction could not be opened.", retry: "Try again",
  forbidden: "You may not see this interaction", forbiddenText: "Sign in with a supervisor’s account.", signIn: "Sign in",
  missingTitle: "There is no such interaction", missingText: "It is gone, or your account does not show it.", toBoard: "Live board",
  someone: "A visitor", nobody: "Nobody", unknownAgent: "An agent", facts: "Facts", medium: "By", medium_video: "Video call", medium_chat: "Chat", queue: "Queue", language: "Language", waited: "Waited", arrived: "Arrived", answered: "Answered", ended: "Ended", outcome: "Outcome",
  followUpOf: "Promised in", formerCall: "The call before", callbackAsked: "To be called back since", disposition: "How it ended", resolved: "Resolved", note: "Note", yes: "Yes", no: "No", stillWaiting: "Waiting now", stillGoing: "Going on now", notAnswered: "Not answered", lasted: "Lasted",
  outcome_handled: "Handled", outcome_abandoned: "Gave up", outcome_failed: "Failed",
  disposition_resolved: "Resolved", disposition_sale: "Sale", disposition_followUp: "Follow-up needed", disposition_callBack: "Call back", disposition_wrongQueue: "Wrong queue", disposition_noCustomer: "Nobody there", disposition_other: "Something else", disposition_notGiven: "Not said",
  segments: "What happened", noSegments: "Nobody has talked yet.", kind_talk: "Talked", kind_hold: "On hold", kind_reconnect: "Reconnecting", kind_wrap: "Wrap-up", goesOn: "goes on", segment: "{kind} with {agent}", consulted: "{agent} was asked for advice",
  offers: "Offers", noOffers: "It was offered to nobody yet.", result_accepted: "Accepted", result_rejected: "Declined", result_timeout: "No answer", result_rescinded: "Withdrawn: the customer left or was moved", result_taken: "A colleague was faster",
  flags: "Protection", flagged: "{agent} needed protection", flagEnded: "The agent ended the call", flagOn: "The call went on", flagBlocked: "kept away until {time}", after: "after {time}",
  chat: "What was written", why: "Why this agent", noWhy: "No decision was made yet.", decision: "Decision {n}", chosenSummary: "{agent} was asked", chosenMany: "{n} agents were asked", acceptedBy: "{agent} accepted after {time}", notAccepted: "Nobody accepted",
  rule: "Rule", step: "Step", stepN: "{n}", ring: "Relaxed", ringN: { one: "{n} time", other: "{n} times" }, ring0: "not yet", age: "Waited until then", priority: "Priority", asked: "Asked for", askedQueue: "who serves {queue}", askedSkill: "{skill} at level {level} or more", askedAgent: "only {agent}", askedAnyone: "anyone",
  version: "Plan", versionN: "version {n}", deadline: "Answer until", stepEnds: "Step ends", never: "does not end", candidates: "Who was looked at", agent: "Agent", verdict: "Why, or why not", idle: "Free for", tallies: "All agents at that moment",
  verdict_chosen: "Chosen: free longest of all who fit", verdict_notAvailable: "Not available: {activity}", verdict_notResponding: "Not responding to offers", verdict_disconnected: "Not connected", verdict_busy: "With a customer, or looking at an offer", verdict_atCapacity: "Has as many customers in hand as they can", verdict_wrappingUp: "Wrapping up",
  verdict_missingSkill: "Lacks {skill} at level {level}", verdict_otherQueue: "Serves other queues", verdict_declined: "Declined or missed it; not asked again before {time}", verdict_idleLessLong: "Fits, but was free less long", verdict_notTheOne: "It was for one agent alone", verdict_chosenOne: "Chosen: it was for this agent",
  standing_disconnected: "not connected", standing_offline: "offline", standing_away: "away", standing_notResponding: "not responding", standing_talking: "with a customer", standing_atCapacity: "with as many customers as they can", standing_wrappingUp: "wrapping up", standing_offered: "being offered a call", standing_free: "free",
};

/** @type {typeof en} */
const fr = {
  title: "Interaction", skip: "Aller à l’interaction", loading: "Ouverture…", loadFailed: "L’interaction n’a pas pu être ouverte.", retry: "Réessayer",
  forbidden: "Vous ne pouvez pas voir cette interaction", forbiddenText: "Connectez-vous avec un compte de superviseur.", signIn: "Se connecter",
  missingTitle: "Cette interaction n’existe pas", missingText: "Elle n’est plus là, ou votre compte ne la montre pas.", toBoard: "Tableau en direct",
  someone: "Un visiteur", nobody: "Personne", unknownAgent: "Un agent", facts: "Faits", medium: "Par", medium_video: "Appel vidéo", medium_chat: "Chat", queue: "File", language: "Langue", waited: "Attente", arrived: "Arrivée", answered: "Réponse", ended: "Fin", outcome: "Issue",
  followUpOf: "Promis lors de", formerCall: "L’appel précédent", callbackAsked: "À rappeler depuis", disposition: "Comment cela a fini", resolved: "Résolu", note: "Note", yes: "Oui", no: "Non", stillWaiting: "Attend en ce moment", stillGoing: "En cours", notAnswered: "Sans réponse", lasted: "Durée",
  outcome_handled: "Traitée", outcome_abandoned: "Abandon", outcome_failed: "Échec",
  disposition_resolved: "Résolu", disposition_sale: "Vente", disposition_followUp: "Suivi nécessaire", disposition_callBack: "Rappeler", disposition_wrongQueue: "Mauvaise file", disposition_noCustomer: "Personne", disposition_other: "Autre chose", disposition_notGiven: "Non précisé",
  segments: "Ce qui s’est passé", noSegments: "Personne n’a encore parlé.", kind_talk: "Conversation", kind_hold: "En attente", kind_reconnect: "Reconnexion", kind_wrap: "Clôture", goesOn: "en cours", segment: "{kind} avec {agent}", consulted: "{agent} a été consulté",
  offers: "Propositions", noOffers: "Elle n’a encore été proposée à personne.", result_accepted: "Acceptée", result_rejected: "Refusée", result_timeout: "Sans réponse", result_rescinded: "Retirée : le client est parti ou a été déplacé", result_taken: "Un collègue a été plus rapide",
  flags: "Protection", flagged: "Protection demandée par {agent}", flagEnded: "L’agent a mis fin à l’appel", flagOn: "L’appel a continué", flagBlocked: "tenu à l’écart jusqu’à {time}", after: "après {time}",
  chat: "Ce qui a été écrit", why: "Pourquoi cet agent", noWhy: "Aucune décision n’a encore été prise.", decision: "Décision {n}", chosenSummary: "{agent} a été sollicité", chosenMany: "{n} agents ont été sollicités", acceptedBy: "{agent} a accepté après {time}", notAccepted: "Personne n’a accepté",
  rule: "Règle", step: "Étape", stepN: "{n}", ring: "Assouplie", ringN: { one: "{n} fois", other: "{n} fois" }, ring0: "pas encore", age: "Attente jusque-là", priority: "Priorité", asked: "Demandé", askedQueue: "qui sert {queue}", askedSkill: "{skill} au niveau {level} ou plus", askedAgent: "seulement {agent}", askedAnyone: "tout agent",
  version: "Plan", versionN: "version {n}", deadline: "Réponse avant", stepEnds: "Fin de l’étape", never: "ne finit pas", candidates: "Qui a été examiné", agent: "Agent", verdict: "Pourquoi, ou pourquoi pas", idle: "Libre depuis", tallies: "Tous les agents à ce moment",
  verdict_chosen: "Choisi : libre depuis le plus longtemps parmi ceux qui conviennent", verdict_notAvailable: "Pas disponible : {activity}", verdict_notResponding: "Ne répond pas aux propositions", verdict_disconnected: "Non connecté", verdict_busy: "Avec un client, ou devant une proposition", verdict_atCapacity: "A déjà autant de clients que possible", verdict_wrappingUp: "En clôture",
  verdict_missingSkill: "N’a pas {skill} au niveau {level}", verdict_otherQueue: "Sert d’autres files", verdict_declined: "A refusé ou manqué ; pas sollicité à nouveau avant {time}", verdict_idleLessLong: "Convient, mais libre depuis moins longtemps", verdict_notTheOne: "C’était pour un seul agent", verdict_chosenOne: "Choisi : c’était pour cet agent",
  standing_disconnected: "non connectés", standing_offline: "hors ligne", standing_away: "absents", standing_notResponding: "ne répondent pas", standing_talking: "avec un client", standing_atCapacity: "avec autant de clients que possible", standing_wrappingUp: "en clôture", standing_offered: "devant une proposition", standing_free: "libres",
};

export const t = translator({ en, fr });

/**
 * The words for a code that came over the wire; the code itself when the page does not know it.
 * @param {"outcome" | "disposition" | "result" | "standing" | "kind"} group
 * @param {string} code
 */
export function wordsFor(group, code) {
  const key = `${group}_${code}`;
  return Object.hasOwn(en, key) ? t(/** @type {keyof typeof en} */ (key)) : code;
}
