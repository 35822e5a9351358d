// @ts-check
// A sheet over the conversation: a question or a text of the widget's own, never a window of the browser.

import { button, h } from "./dom.js";

export class Sheet {
  /** @param {HTMLElement} below  what can't be used meanwhile @param {() => void} closed  puts the focus somewhere */
  constructor(below, closed) {
    this.below = below;
    this.closed = closed;
    this.element = h("div", { class: "sheet", role: "group", "aria-labelledby": "sheet-title", hidden: true });
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {string} title
   * @param {string[]} lines
   * @param {{text: string, act: () => void, kind?: string}[]} buttons
   */
  show(title, lines, buttons) {
    const heading = h("h3", { id: "sheet-title", tabindex: -1 }, title);
    this.element.replaceChildren(heading, ...lines.map((line) => h("p", {}, line)),
      h("p", { class: "problem", role: "alert" }),
      h("div", { class: "sheet-buttons" }, ...buttons.map(({ text, act, kind }) => button(text, act, kind ?? "plain"))));
    this.element.hidden = false;
    this.below.inert = true;
    heading.focus();
  }

  /**
   * Says what went wrong.
   * @param {string} text
   */
  problem(text) {
    const place = this.element.querySelector(".problem");
    if (place) place.textContent = text;
  }

  close() {
    if (!this.open) return;
    this.element.hidden = true;
    this.below.inert = false;
    this.closed();
  }
}
