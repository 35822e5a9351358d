// @ts-check
// Trying a pair at home: the days, what is normal, when to stop.

import { el, folded, icon, lineList, newId, said, table } from "./card_parts.js";
import { planTools } from "./card_plan_tools.js";
import { fill, records, text, texts } from "./format.js";

/** @typedef {import("./cards.js").Tools} Tools */

/**
 * @param {Record<string, any>} data
 * @param {import("./types.js").Message} _message
 * @param {Tools} tools
 */
export function trialPlan(data, _message, tools) {
  const { strings } = tools;
  const days = records(data.days).map((row) => [text(row.day), text(row.wear)]).filter(([day, wear]) => day && wear);
  const blocks = below(data, tools);
  if (!days.length && !blocks.length) return null;
  const daily = days.length ? table(strings.cardPlan, [strings.cardDay, strings.cardWear], days) : null;
  const card = el("div", { class: "card card-plan" });
  // the short plan tells the days in a sentence; on paper they are wanted
  if (daily) card.append(data.whole === false ? folded(strings.cardPlan, daily) : daily);
  card.append(...blocks);
  card.append(planTools(data, card, tools));
  return card;
}

/**
 * What stands below the table. The lines say all of it; where one says what a list has, the list is drawn in its place.
 * @param {Record<string, any>} data
 * @param {Tools} tools
 */
function below(data, tools) {
  const { strings } = tools;
  const judge = text(data.judge);
  const lists = [
    { of: texts(data.stop_signs), draw: (/** @type {string[]} */ of) => stops(of, strings.cardStop) },
    { of: texts(data.normal), draw: (/** @type {string[]} */ of) => part(strings.cardNormal, lineList(of.map((one) => ({ text: one, icon: "yes" })))) },
    {
      of: texts(data.fitting),
      draw: (/** @type {string[]} */ of) =>
        folded(fill(strings.cardFitting, { count: of.length }), lineList(of.map((one) => ({ text: one, icon: "yes" })))),
    },
    { of: judge ? [judge] : [], draw: (/** @type {string[]} */ of) => part(strings.cardJudge, said("p", "", ...of)) },
  ].filter(({ of }) => of.length);
  const blocks = texts(data.lines).map((line) => {
    const place = lists.findIndex(({ of }) => of.every((one) => line.includes(one)));
    if (place < 0) return said("p", "", line);
    const [found] = lists.splice(place, 1);
    return found.draw(found.of);
  });
  return [...blocks, ...lists.map(({ of, draw }) => draw(of))];
}

/**
 * @param {string} title
 * @param {Node} content
 */
function part(title, content) {
  return el("section", { class: "card-part" }, el("h3", { class: "card-small-title" }, title), content);
}

/**
 * @param {string[]} signs
 * @param {string} title
 */
function stops(signs, title) {
  const id = newId();
  const list = signs.length > 1 ? lineList(signs.map((one) => ({ text: one }))) : said("p", "", signs[0]);
  return el(
    "div",
    { class: "card-stop", role: "group", "aria-labelledby": id },
    el("h3", { id, class: "card-small-title" }, icon("stop"), title),
    list,
  );
}
