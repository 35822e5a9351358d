// @ts-check
// One line for how the connection is, with a button where one helps.

import { button, h } from "./dom.js";

/** @typedef {{state: string, code?: string, retryAfter?: number}} State */

export class Status {
  /** @param {Record<string, any>} strings @param {() => void} retry */
  constructor(strings, retry) {
    this.strings = strings;
    this.text = h("p", { role: "status" });
    this.button = button(strings.tryAgain, retry, "small");
    this.button.hidden = true;
    this.element = h("div", { class: "status" }, this.text, this.button);
    this.timer = 0;
  }

  /** @param {State} state */
  set({ state, code }) {
    const { strings } = this;
    clearTimeout(this.timer);
    /** @type {Record<string, string>} */
    const texts = { offline: strings.offline, unreachable: strings.unreachable, expired: strings.expired, refused: strings.refused };
    let text = texts[state] ?? "";
    if (state === "refused" && code && Object.hasOwn(strings.why, code)) text = strings.why[code];
    this.say(text);
    this.element.dataset.state = state;
    this.button.hidden = state !== "unreachable" && !(state === "refused" && code !== "origin");
    // a connection that stands at once needs no words
    if (state === "connecting") this.timer = setTimeout(() => this.say(strings.connecting), 1500);
  }

  /** @param {string} text */
  say(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }
}
