// @ts-check
// Thumb up, thumb down.

import { el, icon } from "./card_parts.js";
import { fill, record } from "./format.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {"up" | "down" | null} Value */

/**
 * Two toggle buttons; what is pressed shows at once and is taken back where the server can't keep it.
 * @param {string} sku
 * @param {string} name
 * @param {Message} message
 * @param {import("./cards.js").Tools} tools
 */
export function thumbs(sku, name, message, tools) {
  const { strings } = tools;
  const ratings = record(message.ratings);
  /** @type {Value} */
  let value = Object.hasOwn(ratings, sku) && (ratings[sku] === "up" || ratings[sku] === "down") ? ratings[sku] : null;
  let presses = 0;
  let kept = value;
  const note = el("p", { class: "card-note", role: "status" });
  const up = button("up", fill(strings.cardThumbUp, { name }));
  const down = button("down", fill(strings.cardThumbDown, { name }));

  /** @param {Value} next */
  function show(next) {
    value = next;
    up.setAttribute("aria-pressed", String(value === "up"));
    down.setAttribute("aria-pressed", String(value === "down"));
  }

  /** @param {"up" | "down"} pressed */
  async function press(pressed) {
    const press = (presses += 1);
    const next = value === pressed ? null : pressed;
    show(next);
    note.textContent = next === "down" ? strings.cardThumbDownAsk : "";
    try {
      await tools.rate(sku, next);
      kept = next;
    } catch {
      // a later press has the word
      if (press !== presses) return;
      show(kept);
      note.textContent = strings.cardThumbFailed;
    }
  }

  up.addEventListener("click", () => press("up"));
  down.addEventListener("click", () => press("down"));
  show(value);
  const group = el("div", { class: "card-thumbs", role: "group", "aria-label": fill(strings.cardRate, { name }) }, up, down);
  return el("div", { class: "card-rating" }, group, note);
}

/**
 * @param {"up" | "down"} which
 * @param {string} label
 */
const button = (which, label) =>
  el("button", { type: "button", class: "card-thumb", "aria-label": label, title: label }, icon(which));
