import { translator } from "../shared/i18n.js";

export const t = translator({
  en: {
    messages: "Messages", message: "Message", send: "Send", noMessages: "No messages yet", fromYou: "You",
    sending: "Sending…", waiting: "Sent as soon as the connection is back", sent: "Sent {time}", notSent: "Not sent.", sendAgain: "Send again",
    unseen: { one: "{n} new message", other: "{n} new messages" },
  },
  fr: {
    messages: "Messages", message: "Message", send: "Envoyer", noMessages: "Pas encore de message", fromYou: "Vous",
    sending: "Envoi…", waiting: "Envoyé dès que la connexion revient", sent: "Envoyé {time}", notSent: "Non envoyé.", sendAgain: "Renvoyer",
    unseen: { one: "{n} nouveau message", other: "{n} nouveaux messages" },
  },
});
