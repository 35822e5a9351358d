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
    /** @type {State} */
    this.state = { state: "ready" };
  }

  /** @param {State} now */
  set(now) {
    const { strings } = this;
    const { state, code } = (this.state = now);
    clearTimeout(this.timer);
    /** @type {Record<string, string>} */
    const texts = { offline: strings.offline, unreachable: strings.unreachable, expired: strings.expired, refused: strings.refused };
    let text = texts[state] ?? "";
    if (state === "refused" && code && Object.hasOwn(strings.why, code)) text = strings.why[code];
    this.note(text);
    this.element.dataset.state = state;
    this.button.hidden = state !== "unreachable" && !(state === "refused" && code !== "origin");
    // a connection that stands at once needs no words
    if (state === "connecting") this.timer = setTimeout(() => this.note(strings.connecting), 1500);
  }

  /** Takes back a note. */
  restore() {
    this.set(this.state);
  }

  /**
   * Says something in passing.
   * @param {string} text
   */
  note(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }
}
