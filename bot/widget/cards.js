// @ts-check
// The structured part of a message, drawn: it says what the text says below its first line, easier to see.

import { evidence } from "./card_evidence.js";
import { judgement, recommendations } from "./card_products.js";
import { trialPlan } from "./card_plan.js";
import { specification } from "./card_checklist.js";
import { comparison } from "./card_comparison.js";
import { record } from "./format.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Choice} Choice */

/**
 * @typedef {object} Tools  what a card needs of the panel
 * @property {Record<string, any>} strings
 * @property {(choice: Choice) => void} choose
 * @property {(sku: string, value: "up" | "down" | null) => Promise<void>} rate
 * @property {(start: string) => Promise<Blob>} calendar  start: YYYY-MM-DD
 * @property {(sku: string, url: string | null) => string | null} link  where a product's page is
 * @property {(path: string) => string | null} picture
 * @property {string} lang
 * @property {CSSStyleSheet[]} sheets  to style a printed page
 */

/** @typedef {(data: Record<string, any>, message: Message, tools: Tools) => HTMLElement | null} Draw */

const DRAW = new Map(/** @type {[unknown, Draw][]} */ ([
  ["recommendations", recommendations],
  ["judgement", judgement],
  ["specification", specification],
  ["comparison", comparison],
  ["trial_plan", trialPlan],
  ["evidence", evidence],
]));

/**
 * The card of a message; null where there is nothing to draw beside its text.
 * @param {Message} message
 * @param {Tools} tools
 * @returns {HTMLElement | null}
 */
export function cardFor(message, tools) {
  const data = record(record(message).custom);
  const draw = DRAW.get(data.type);
  if (!draw) return null;
  try {
    return draw(data, message, tools);
  } catch (error) {
    // the text says it all
    console.warn("Solewise: a card could not be drawn", error);
    return null;
  }
}
