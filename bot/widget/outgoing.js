// @ts-check
// What this person has sent and the server has not confirmed: shown at once, and when it fails, why and what to do.

import { button, h } from "./dom.js";

/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {{element: HTMLElement, note: HTMLElement, state: string}} Shown */

export class OutgoingList {
  /**
   * @param {Record<string, any>} strings
   * @param {{retry: () => void, discard: (id: string) => void}} actions
   */
  constructor(strings, actions) {
    this.strings = strings;
    this.actions = actions;
    this.element = h("div", { class: "outgoing" });
    /** @type {Map<string, Shown>} */
    this.shown = new Map();
    /** @type {Set<string>} */
    this.confirmed = new Set();
  }

  /** @param {readonly Outgoing[]} list @returns {boolean} whether there is a new one */
  update(list) {
    let more = false;
    const waiting = list.filter((it) => !this.confirmed.has(it.id));
    const ids = new Set(waiting.map((it) => it.id));
    for (const [id, { element }] of this.shown) {
      if (ids.has(id)) continue;
      element.remove();
      this.shown.delete(id);
    }
    for (const it of waiting) {
      let shown = this.shown.get(it.id);
      if (!shown) {
        more = true;
        shown = this.#draw(it);
      }
      const state = `${it.state} ${it.code ?? ""}`;
      if (state !== shown.state) this.#note(it, shown);
      shown.state = state;
    }
    return more;
  }

  /**
   * The node of a message that the server has now; it moves into the log, with the words that a button stood for.
   * @param {import("./types.js").Message} message
   */
  confirm({ id, text }) {
    if (!id) return null;
    this.confirmed.add(id);
    const shown = this.shown.get(id);
    if (!shown) return null;
    this.shown.delete(id);
    shown.note.remove();
    const words = shown.element.querySelector(".text");
    if (words && words.textContent !== text) words.textContent = text;
    shown.element.classList.remove("unsent", "failed");
    return shown.element;
  }

  /** @param {Outgoing} it */
  #draw(it) {
    const note = h("div", { class: "note" });
    const element = h("div", { class: "message user unsent" },
      h("div", { class: "words bubble" }, h("span", { class: "hidden" }, `${this.strings.you}: `), h("p", { class: "text", dir: "auto" }, it.text)),
      note);
    const shown = { element, note, state: "" };
    this.shown.set(it.id, shown);
    this.element.append(element);
    return shown;
  }

  /** @param {Outgoing} it @param {Shown} shown */
  #note(it, { element, note }) {
    const failed = it.state === "failed";
    element.classList.toggle("failed", failed);
    if (!failed) return note.replaceChildren(h("p", {}, this.strings.sending));
    const why = Object.hasOwn(this.strings.why, it.code ?? "") ? this.strings.why[it.code ?? ""] : this.strings.why.failed;
    note.replaceChildren(h("p", { role: "alert" }, `${this.strings.notSent} ${why}`),
      button(this.strings.tryAgain, () => this.actions.retry(), "small"),
      button(this.strings.discard, () => this.actions.discard(it.id), "small"));
  }
}
