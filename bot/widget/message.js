// @ts-check
// One message as it stands in the conversation. Drawn once, never again.

import { cardFor } from "./cards.js";
import { Choices } from "./choices.js";
import { h, icon } from "./dom.js";

/** @typedef {import("./types.js").Message} Message */
/**
 * @typedef {object} Drawing  what drawing a message needs
 * @property {Record<string, any>} strings
 * @property {(choice: import("./types.js").Choice) => void} choose
 * @property {(message: Message) => any} tools  the tools of cards.js for this message
 * @property {string} lang
 */

/**
 * The words that a message shows, said by whom and when.
 * @param {Message} message
 * @param {string} text
 * @param {Drawing} drawing
 */
function words(message, text, { strings, lang }) {
  const at = new Date(message.time * 1000);
  const known = !Number.isNaN(at.getTime());
  const time = known ? at.toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" }) : null;
  const who = message.from === "user" ? strings.you : strings.bot;
  return h("div", { class: "words", title: time },
    h("time", { class: "hidden", datetime: known ? at.toISOString() : null }, `${who}: `),
    text && h("p", { class: "text", dir: "auto" }, text));
}

/** @param {Message} message @param {Drawing} drawing @returns {{element: HTMLElement, choices: Choices | null}} */
export function drawMessage(message, drawing) {
  const custom = message.custom && typeof message.custom === "object" ? message.custom : null;
  const text = String(message.text ?? "");
  let card = null;
  try {
    card = custom ? cardFor(message, drawing.tools(message)) : null;
  } catch (error) {
    console.error(error); // its text says everything
  }
  const shown = card && typeof custom?.intro === "string" ? custom.intro : text;
  const tier = custom?.type === "safety" && (custom.tier === "emergency" || custom.tier === "urgent") ? custom.tier : null;
  const bubble = words(message, shown, drawing);
  bubble.classList.add("bubble");
  if (tier) bubble.prepend(h("h3", { class: "alarm" }, icon("warning"), drawing.strings[tier]));
  if (card) bubble.append(h("div", { class: "card-place" }, card));
  const from = message.from === "user" ? "user" : "bot";
  const choices = from === "bot" ? new Choices(message, drawing) : null;
  const element = h("div", { class: `message ${from}${tier ? " safety" : ""}${card ? " wide" : ""}`, "data-position": message.position },
    bubble, choices?.element);
  return { element, choices: choices?.element ? choices : null };
}
