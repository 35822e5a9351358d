// @ts-check
// The widget's own words, in one table a language. Placeholders in {braces} are filled in. What the assistant itself says is in the
// other files of bot/domain/. A new language is a copy of this file under its code (de.js), with every key.

export default {
  // the launcher and the frame
  launcher: "Ask about insoles",
  unread: { one: "{count} new message", other: "{count} new messages" },
  opening: "Opening the chat …",
  loadFailed: "The chat could not be loaded.",
  tryAgain: "Try again",
  title: "Solewise",
  subtitle: "A bot for insoles, not a doctor",
  close: "Close the chat",
  conversation: "Conversation",
  you: "You",
  bot: "Solewise",
  greeting: "Hello! I'm Solewise, a bot that helps you find insoles. Tell me what hurts or what you need, your shoes, your sport, your budget: whatever comes to mind.",
  productGreeting: "Hello! I'm Solewise, a bot that helps you find insoles. I can tell you whether this insole suits you. Tell me what hurts or what you need.",
  starters: ["My heel hurts in the morning", "I stand all day at work", "I need insoles for running"],
  productStarter: "Is this one right for me?",
  startersLabel: "Ways to begin",
  choicesLabel: "Answers to choose from",
  change: "Change",
  changeWhat: "{title}: {what}",
  emergency: "Get medical help now",
  urgent: "See a doctor first",

  // writing, sending, and when it doesn't work
  box: "Your message",
  placeholder: "Write a message",
  send: "Send",
  left: "{count} characters left",
  over: "{count} characters too many",
  sending: "Sending …",
  notSent: "Not sent.",
  discard: "Take back",
  typing: "Solewise is writing",
  earlier: "Show earlier messages",
  earlierFailed: "The earlier messages can't be reached just now.",
  newMessages: "New messages",
  connecting: "Connecting …",
  offline: "You are offline. What you write is kept and sent when you are back.",
  unreachable: "Solewise can't be reached just now. Nothing is lost.",
  expired: "That conversation is over. What you write now begins a new one.",
  tooMany: "Some messages are still waiting to be sent. Please give them a moment.",
  refused: "The message was not accepted.",
  why: {
    unreachable: "Solewise could not be reached.",
    failed: "Something went wrong on our side.",
    too_many: "That was a lot at once. Please wait a moment.",
    busy: "Many people are asking just now. Please wait a moment.",
    too_large: "It is too long.",
    unknown: "That button is no longer in use.",
    origin: "The chat is not switched on for this website.",
    invalid: "It could not be read.",
  },

  // the menu
  menu: "Menu",
  restart: "Start over",
  restartText: "start over",
  changeAnswer: "Change an answer",
  changeAnswerText: "I want to change an answer",
  save: "Save the conversation",
  saveFailed: "The conversation can't be saved just now. Please try again.",
  saved: "The conversation was saved.",
  fileName: "solewise-conversation.txt",
  erase: "Delete my data",
  eraseAsk: "Delete this conversation and all that I know from it? It can't be brought back.",
  eraseYes: "Delete it",
  eraseNo: "Keep it",
  erased: "Your conversation has been deleted, here and on our server.",
  eraseFailed: "It could not be deleted just now. Please try again.",
  about: "About this chat",
  aboutLines: [
    "You are writing with a bot: a computer program, not a person and not a doctor. It can be wrong. With strong pain, or if you are worried, please see a doctor.",
    "What you write is kept on this shop's server, so that you can go on later. You can delete it at any time in the menu.",
    "In this browser only the key to your conversation and what is not sent yet are kept. Nothing goes to anybody else.",
  ],
  back: "Back to the chat",

  // cards: picks and the checklist

  // cards: comparison, trial plan, evidence, warning signs
};
