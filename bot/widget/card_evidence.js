// @ts-check
// What the evidence says, as notes that unfold.

import { el, folded, said } from "./card_parts.js";
import { records, text } from "./format.js";

/**
 * @param {Record<string, any>} data
 * @param {import("./types.js").Message} _message
 * @param {import("./cards.js").Tools} tools
 */
export function evidence(data, _message, tools) {
  const { strings } = tools;
  const notes = records(data.items, 20).filter((item) => text(item.statement)).map((item) => {
    const known = typeof item.strength === "string" && Object.hasOwn(strings.cardStrengths, item.strength);
    const strength = known ? strings.cardStrengths[item.strength] : text(item.strength).replaceAll("_", " ");
    const source = text(item.source);
    const below = [
      strength ? `${strings.cardStrength} ${strength}` : "",
      source ? `${strings.cardSource} ${source}` : "",
    ].filter(Boolean).map((line) => said("p", "", line));
    const statement = text(item.statement);
    return el("li", {}, below.length ? folded(statement, ...below) : said("p", "", statement));
  });
  return notes.length ? el("ul", { class: "card card-evidence", role: "list" }, ...notes) : null;
}
