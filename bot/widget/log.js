// @ts-check
// The conversation: what was said, what is being sent, and that the other side writes. Nodes are drawn once and stay. New
// messages are announced by the live log; history is put in while it is not live.

import { button, h, icon } from "./dom.js";
import { drawMessage } from "./message.js";
import { OutgoingList } from "./outgoing.js";
import { Scroll } from "./scroll.js";
import { Typing } from "./typing.js";

/** @typedef {import("./types.js").Message} Message */

export class Log {
  /**
   * @param {import("./message.js").Drawing} drawing
   * @param {{retry: () => void, discard: (id: string) => void, earlier: () => Promise<{messages: Message[], more: boolean}>}} actions
   */
  constructor(drawing, actions) {
    const { strings } = drawing;
    this.drawing = drawing;
    this.actions = actions;
    this.welcome = h("div", { class: "welcome" });
    this.list = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": strings.conversation });
    this.outgoing = new OutgoingList(strings, actions);
    this.typing = new Typing(strings);
    this.older = button(strings.earlier, () => this.#earlier(), "earlier");
    this.older.hidden = true;
    this.problem = h("p", { class: "problem", role: "alert" });
    const more = h("button", { type: "button", class: "new-messages", hidden: true }, icon("down"), strings.newMessages);
    this.box = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": strings.conversation },
      this.older, this.problem, this.welcome, this.list, this.outgoing.element, this.typing.element);
    this.element = h("div", { class: "log-place" }, this.box, more, this.typing.said);
    this.scroll = new Scroll(this.box, this.outgoing.element, more);
    this.live = false;
    /** @type {readonly import("./types.js").Outgoing[]} */
    this.waiting = [];
    this.settling = false;
    /** @type {Set<number>} */
    this.positions = new Set();
    /** @type {import("./choices.js").Choices[]} */
    this.choices = [];
    /** @type {Set<string>} the buttons that were used */
    this.chosen = new Set();
    /** The place of the person's last message */
    this.answered = -1;
    /** @type {HTMLElement | null} the person's last message */
    this.mine = null;
  }

  /** Forgets all that is shown. */
  clear() {
    this.newSession();
    this.mine = null;
    this.list.replaceChildren();
    this.typing.set(false);
    this.scroll.to(null);
  }

  /** What is shown stays, but belongs to a session that is over. */
  newSession() {
    for (const it of this.choices) it.update(false, this.chosen);
    this.choices = [];
    this.positions.clear();
    this.chosen.clear();
    this.answered = -1;
    this.setMore(false);
  }

  /** From now on what is added is announced. */
  goLive() {
    this.live = true;
    this.scroll.to(null);
    // a screen reader that is told too early reads all of the history
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 300);
  }

  /** @param {Message} message @returns {boolean} whether it is new here */
  add(message) {
    if (!this.#take(message)) return false;
    const own = message.from === "user" ? this.outgoing.confirm(message) : null;
    const drawn = own ? { element: own, choices: null } : drawMessage(message, this.drawing);
    if (message.from === "user") this.mine = drawn.element;
    if (own) own.dataset.position = String(message.position);
    this.list.append(drawn.element);
    if (drawn.choices) this.choices.push(drawn.choices);
    this.#settleSoon();
    if (this.live) this.scroll.news(drawn.element, this.mine ?? drawn.element);
    return true;
  }

  /** @param {Message} message */
  #take({ position, from, choice }) {
    if (position !== null) {
      if (this.positions.has(position)) return false;
      this.positions.add(position);
    }
    if (from === "user") this.answered = Math.max(this.answered, position ?? Infinity);
    if (choice) this.chosen.add(choice);
    return true;
  }

  /** @param {readonly import("./types.js").Outgoing[]} list */
  send(list) {
    this.waiting = list;
    if (this.outgoing.update(list)) this.scroll.to(null);
    this.#settleSoon();
  }

  /** @param {boolean} on */
  write(on) {
    const { following, target } = this.scroll;
    this.typing.set(on);
    if (on && following && this.live) this.scroll.to(target && this.mine);
  }

  #settleSoon() {
    if (this.settling) return;
    this.settling = true;
    queueMicrotask(() => {
      this.settling = false;
      const { waiting } = this;
      const chosen = new Set(this.chosen);
      for (const { choice } of waiting) if (choice) chosen.add(choice);
      for (const it of this.choices) it.update(it.position > this.answered && !waiting.length, chosen);
    });
  }

  async #earlier() {
    this.older.disabled = true;
    this.problem.textContent = "";
    try {
      const { messages, more } = await this.actions.earlier();
      const drawn = messages.filter((message) => this.#take(message)).map((message) => drawMessage(message, this.drawing));
      this.list.setAttribute("aria-live", "off");
      const added = drawn.map(({ element }) => element);
      for (const element of added) element.classList.add("added");
      this.scroll.keep(this.list.firstElementChild, () => {
        this.list.prepend(...added);
        this.setMore(more);
      }, () => {
        for (const element of added) element.classList.remove("added");
      });
      setTimeout(() => this.list.setAttribute("aria-live", "polite"), 300);
      for (const { choices } of drawn) if (choices) this.choices.push(choices);
      this.#settleSoon();
    } catch {
      this.problem.textContent = this.drawing.strings.earlierFailed;
    }
    this.older.disabled = false;
  }

  /**
   * Whether the server has older ones.
   * @param {boolean} more
   */
  setMore(more) {
    if (!more && this.older.matches(":focus")) this.box.focus({ preventScroll: true });
    this.older.hidden = !more;
  }
}
