// @ts-check
// The widget's own words, in one table a language. Placeholders in {braces} are filled in. What the assistant itself says is in the
// other files of bot/domain/. A new language is a copy of this file under its code (de.js), with every key.

export default {
  // the launcher and the frame
  launcher: "Ask about insoles",

  // writing, sending, and when it doesn't work

  // the menu

  // cards: picks and the checklist

  // cards: comparison, trial plan, evidence, warning signs
};
