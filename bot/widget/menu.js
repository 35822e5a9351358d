// @ts-check
// The menu: a button that unfolds a list of buttons.

import { h, icon } from "./dom.js";

export class Menu {
  /**
   * @param {Record<string, any>} strings
   * @param {{text: string, act: () => void, begun?: boolean}[]} items  `begun`: only where something was said
   */
  constructor(strings, items) {
    this.items = items.map(({ text, act, begun }) => ({
      begun,
      element: h("button", { type: "button", onclick: () => (this.set(false), this.button.focus(), act()) }, text),
    }));
    this.button = h("button", {
      type: "button", class: "bare menu-button", "aria-label": strings.menu, title: strings.menu, "aria-expanded": "false", "aria-controls": "menu",
      onclick: () => this.set(!this.open),
    }, icon("menu"));
    this.list = h("ul", { class: "menu", id: "menu", hidden: true }, ...this.items.map(({ element }) => h("li", {}, element)));
    this.element = h("div", {
      class: "menu-place",
      onfocusout: (/** @type {FocusEvent} */ event) => {
        if (event.relatedTarget instanceof Node && !this.element.contains(event.relatedTarget)) this.set(false);
      },
    }, this.button, this.list);
    this.open = false;
  }

  /** @param {boolean} open */
  set(open) {
    this.open = open;
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
  }

  /** @param {boolean} begun  whether there is a conversation */
  setBegun(begun) {
    for (const it of this.items) if (it.begun && it.element.parentElement) it.element.parentElement.hidden = !begun;
  }
}
