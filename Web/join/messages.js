import { translator } from "../shared/i18n.js";

export const t = translator({
  en: {
    title: "You are invited to a video call", titleCall: "Video call",
    intro: "Someone in the call sent you this link. Say who you are, look at camera and sound, then join.",
    name: "Your name", nameHint: "The others in the call see it.", nameMissing: "Please say who you are.",
    join: "Join the call", joining: "Joining…",
    noSecret: "Open the link from your invitation again", noSecretText: "A link works while the page that it opened stays open. After a reload it has to be opened once more.",
    gone: "This link no longer works", goneText: "The call has ended, or the invitation was taken back or has expired. Ask the person who sent it for another one.",
    left: "You have left the call", leftText: "You may close this page, or join again while the call lasts.",
    ended: "The call has ended", endedText: "Thank you for taking part. You may close this page.",
    removed: "You are no longer in the call", removedText: "The person who invited you has ended your part in it.",
    again: "Join again", stopped: "This page is no longer connected", stoppedText: "Open the link from your invitation again.",
    failed: "That did not work. Please try again.", full: "The call cannot take anyone else at the moment. Please try again in {n} s.",
    network: "We cannot be reached at the moment. Check your connection, then try again.",
    reconnecting: "The connection is interrupted. We reconnect by ourselves.",
  },
  fr: {
    title: "Vous êtes invité à un appel vidéo", titleCall: "Appel vidéo",
    intro: "Quelqu’un dans l’appel vous a envoyé ce lien. Dites qui vous êtes, vérifiez caméra et son, puis rejoignez l’appel.",
    name: "Votre nom", nameHint: "Les autres participants le voient.", nameMissing: "Veuillez dire qui vous êtes.",
    join: "Rejoindre l’appel", joining: "Connexion…",
    noSecret: "Ouvrez à nouveau le lien de votre invitation", noSecretText: "Un lien vaut tant que la page qu’il a ouverte reste ouverte. Après une actualisation, il faut l’ouvrir encore une fois.",
    gone: "Ce lien n’est plus valable", goneText: "L’appel est terminé, ou l’invitation a été retirée ou a expiré. Demandez-en une autre à la personne qui vous l’a envoyée.",
    left: "Vous avez quitté l’appel", leftText: "Vous pouvez fermer cette page, ou revenir tant que l’appel dure.",
    ended: "L’appel est terminé", endedText: "Merci d’avoir participé. Vous pouvez fermer cette page.",
    removed: "Vous n’êtes plus dans l’appel", removedText: "La personne qui vous a invité a mis fin à votre participation.",
    again: "Revenir", stopped: "Cette page n’est plus connectée", stoppedText: "Ouvrez à nouveau le lien de votre invitation.",
    failed: "Cela n’a pas fonctionné. Veuillez réessayer.", full: "L’appel ne peut accueillir personne d’autre pour le moment. Réessayez dans {n} s.",
    network: "Nous sommes injoignables pour le moment. Vérifiez votre connexion, puis réessayez.",
    reconnecting: "La connexion est interrompue. Nous nous reconnectons.",
  },
});
