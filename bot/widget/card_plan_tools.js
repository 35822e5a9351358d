// @ts-check
// Keeping a trial plan: into the calendar, onto paper.

import { el, newId } from "./card_parts.js";
import { fill, text, tomorrow } from "./format.js";
import { printNode } from "./printing.js";

const FILE = "solewise-trial.ics";

/**
 * A date field and the buttons "Add to calendar" and "Print".
 * @param {Record<string, any>} data
 * @param {HTMLElement} card  what is printed
 * @param {import("./cards.js").Tools} tools
 */
export function planTools(data, card, tools) {
  const { strings } = tools;
  const id = newId();
  const start = text(data.start);
  const day = el("input", { type: "date", id, class: "card-date", required: true, max: "2999-12-31" });
  day.value = start;
  // the field refuses what is no date
  if (!day.value) day.value = tomorrow();
  const add = el("button", { type: "button", class: "card-button" }, strings.cardCalendar);
  const print = el("button", { type: "button", class: "card-button" }, strings.cardPrint);
  const news = el("p", { class: "card-note", role: "status" });

  add.addEventListener("click", async () => {
    if (add.getAttribute("aria-disabled")) return;
    if (!day.validity.valid) {
      news.textContent = strings.cardDayMissing;
      day.focus();
      return;
    }
    // not `disabled`: the focus stays
    add.setAttribute("aria-disabled", "true");
    news.textContent = "";
    try {
      download(await tools.calendar(day.value));
      news.textContent = strings.cardCalendarDone;
    } catch {
      news.textContent = strings.cardCalendarFailed;
    } finally {
      add.removeAttribute("aria-disabled");
    }
  });
  print.addEventListener("click", () => {
    const name = text(data.name);
    const title = name ? fill(strings.cardPrintTitle, { name }) : strings.cardPlan;
    news.textContent = printNode(card, title, text(data.intro), tools) ? "" : strings.cardPrintFailed;
  });
  return el(
    "div",
    { class: "card-tools" },
    el("div", { class: "card-field" }, el("label", { for: id }, strings.cardFirstDay), day),
    el("div", { class: "card-buttons" }, add, print),
    news,
  );
}

/** @param {Blob} file */
function download(file) {
  const url = URL.createObjectURL(file);
  el("a", { href: url, download: FILE }).click();
  // some browsers read it a little later
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
