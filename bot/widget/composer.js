// @ts-check
// The box to write in: grows to five lines, Enter sends, and what stands in it survives a reload.

import { fill, h, icon } from "./dom.js";

const LONGEST = 5000;
const NEAR = 4500;

export class Composer {
  /**
   * @param {Record<string, any>} strings
   * @param {{send: (text: string) => boolean, draft: {get: () => string, set: (text: string) => void}}} actions
   */
  constructor(strings, { send, draft }) {
    this.strings = strings;
    this.send = send;
    this.draft = draft;
    this.counter = h("p", { class: "counter", id: "counter", "aria-live": "polite" });
    this.box = h("textarea", {
      name: "message", rows: 1, dir: "auto", "aria-label": strings.box, placeholder: strings.placeholder, enterkeyhint: "send",
      "aria-describedby": "counter", oninput: () => this.#changed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        // 229: Safari's Enter that ends a composition
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        this.#submit();
      },
    });
    this.element = h("form", {
      class: "composer", novalidate: true,
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        this.#submit();
      },
    }, h("div", { class: "line" }, this.box,
      h("button", { type: "submit", class: "send", "aria-label": strings.send, title: strings.send }, icon("send"))), this.counter);
    this.box.value = draft.get();
  }

  /**
   * Puts a text into the box, before what stands there.
   * @param {string} text
   */
  giveBack(text) {
    this.box.value = [text, this.box.value].filter(Boolean).join("\n");
    this.#changed();
    this.box.focus();
  }

  /** Its height follows its text; needs to be on the screen. */
  fit() {
    this.box.style.setProperty("block-size", "auto");
    const frame = this.box.offsetHeight - this.box.clientHeight;
    if (this.box.value) this.box.style.setProperty("block-size", `${this.box.scrollHeight + frame}px`);
  }

  #left() {
    // the server counts characters, JavaScript halves of some
    return this.box.value.length < NEAR ? LONGEST : LONGEST - Array.from(this.box.value.trim()).length;
  }

  #changed() {
    this.draft.set(this.box.value);
    this.fit();
    const left = this.#left();
    const near = left <= LONGEST - NEAR;
    const said = left < 0 ? this.strings.over : this.strings.left;
    this.counter.textContent = near ? fill(said, { count: Math.abs(left) }) : "";
    this.box.setAttribute("aria-invalid", String(left < 0));
  }

  #submit() {
    const text = this.box.value.trim();
    this.box.focus();
    if (!text || this.#left() < 0) return;
    if (!this.send(text)) return;
    this.box.value = "";
    this.#changed();
  }
}
