// @ts-check
// Picks side by side.

import { el, said, table } from "./card_parts.js";
import { list, records, text, texts } from "./format.js";

const MOST_PRODUCTS = 8;

/**
 * @param {Record<string, any>} data
 * @param {import("./types.js").Message} _message
 * @param {import("./cards.js").Tools} tools
 */
export function comparison(data, _message, tools) {
  const { strings } = tools;
  const own = list(data.names, MOST_PRODUCTS).map(text);
  const names = own.length ? own : list(data.items, MOST_PRODUCTS).map(text);
  const rows = records(data.rows).filter((row) => text(row.attribute)).map((row) => {
    const values = list(row.values, MOST_PRODUCTS).map((value) => (Array.isArray(value) ? texts(value).join(", ") : text(value)));
    return [text(row.attribute), ...names.map((_, place) => values[place] || strings.cardNoValue)];
  });
  if (!names.length || !rows.length) return null;
  // the verdict speaks of number 1 and number 2
  const head = [strings.cardFeature, ...names.map((name, place) => `${place + 1}. ${name}`)];
  const verdict = text(data.verdict);
  return el(
    "div",
    { class: "card card-comparison" },
    table(strings.cardComparison, head, rows),
    verdict ? said("p", "card-conclusion", verdict) : null,
  );
}
