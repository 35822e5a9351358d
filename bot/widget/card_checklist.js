// @ts-check
// What to look for, as a checklist.

import { el, folded, icon, newId, said } from "./card_parts.js";
import { fill, joined, records, text } from "./format.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./cards.js").Tools} Tools */
/** @typedef {{features: string[], because: string, said: string}} Need */

const MOST_NICE = 4;

/**
 * @param {Record<string, any>} data
 * @param {Message} _message
 * @param {Tools} tools
 */
export function specification(data, _message, tools) {
  const { strings } = tools;
  const needs = records(data.needs).filter((need) => text(need.text));
  const musts = grouped(needs.filter((need) => need.level === "must"));
  const nice = grouped(needs.filter((need) => need.level !== "must"));
  if (!needs.length) return null;
  const rest = nice.slice(MOST_NICE);
  return el(
    "div",
    { class: "card card-checklist" },
    ...part(strings.cardMust, musts, tools),
    ...part(strings.cardNice, nice.slice(0, MOST_NICE), tools),
    rest.length ? folded(fill(strings.cardMoreNice, { count: rest.length }), checks(rest, tools)) : null,
  );
}

/**
 * @param {string} title
 * @param {Need[]} needs
 * @param {Tools} tools
 */
function part(title, needs, tools) {
  if (!needs.length) return [];
  const id = newId();
  const list = checks(needs, tools);
  list.setAttribute("aria-labelledby", id);
  return [el("h3", { id, class: "card-small-title" }, title), list];
}

/**
 * @param {Need[]} needs
 * @param {Tools} tools
 */
function checks(needs, tools) {
  const quoted = new Set();
  const lines = needs.map((need) => {
    const words = need.said && !quoted.has(need.said) ? fill(tools.strings.cardYouSaid, { quote: need.said }) : "";
    quoted.add(need.said);
    return el(
      "li",
      {},
      icon("yes"),
      el(
        "div",
        {},
        said("span", "card-need", joined(need.features, tools.lang)),
        words ? said("small", "", words) : null,
        need.because ? said("small", "", need.because) : null,
      ),
    );
  });
  return el("ul", { class: "card-lines", role: "list" }, ...lines);
}

/**
 * Needs that have the same reason are one line, as in the text.
 * @param {Record<string, any>[]} needs
 * @returns {Need[]}
 */
function grouped(needs) {
  /** @type {Map<string, Need>} */
  const groups = new Map();
  for (const need of needs) {
    const because = text(need.because);
    const key = because || text(need.text);
    const group = groups.get(key) ?? { features: [], because, said: text(need.said) };
    group.features.push(text(need.text));
    groups.set(key, group);
  }
  return [...groups.values()];
}
