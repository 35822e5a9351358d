// @ts-check
// Three dots while the other side writes; said in words only if it takes a while.

import { h } from "./dom.js";

export class Typing {
  /** @param {Record<string, any>} strings */
  constructor(strings) {
    this.strings = strings;
    this.element = h("div", { class: "typing", "aria-hidden": "true", hidden: true }, h("i"), h("i"), h("i"));
    this.said = h("div", { class: "hidden", role: "status" });
    this.timer = 0;
  }

  /** @param {boolean} on */
  set(on) {
    if (on === !this.element.hidden) return;
    this.element.hidden = !on;
    clearTimeout(this.timer);
    this.said.textContent = "";
    if (on) this.timer = setTimeout(() => (this.said.textContent = this.strings.typing), 1500);
  }
}
