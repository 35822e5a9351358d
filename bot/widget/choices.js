// @ts-check
// Quick replies under a message. The chosen one stays marked, the others stay visible but can't be used any more; beside an
// answered question stands its button to change the answer.

import { button, fill, h, icon } from "./dom.js";

/** @typedef {import("./types.js").Choice} Choice */

/** @param {unknown} list @returns {Choice[]} those of a list from the server that are buttons */
function real(list) {
  if (!Array.isArray(list)) return [];
  return list.filter((it) => typeof it?.id === "string" && typeof it.title === "string" && it.title.trim());
}

export class Choices {
  /**
   * @param {import("./types.js").Message} message
   * @param {{strings: Record<string, any>, choose: (choice: Choice) => void}} tools
   */
  constructor(message, { strings, choose }) {
    this.position = message.position ?? Infinity;
    this.open = true;
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    for (const choice of real(message.choices)) {
      const made = button(choice.title, () => this.open && choose(choice), "choice");
      made.dir = "auto";
      this.buttons.set(choice.id, made);
    }
    const changes = message.custom?.type === "question" ? real(message.custom.choices).filter((it) => it.kind === "change") : [];
    this.changes = changes.map((change) => {
      const made = button(change.title, () => choose(change), "change");
      made.hidden = true;
      made.setAttribute("aria-label", fill(strings.changeWhat, { title: change.title, what: message.text.slice(0, 120) }));
      return made;
    });
    /** @type {HTMLElement | null} */
    this.element = null;
    if (this.buttons.size || changes.length) {
      const role = this.buttons.size ? "group" : null;
      this.element = h("div", { class: "choices", role, "aria-label": role && strings.choicesLabel }, ...this.buttons.values(), ...this.changes);
    }
  }

  /**
   * Whether they can be used, and which were used.
   * @param {boolean} open
   * @param {Set<string>} chosen
   */
  update(open, chosen) {
    this.open = open;
    for (const made of this.changes) made.hidden = open;
    for (const [id, made] of this.buttons) {
      const used = chosen.has(id);
      // the used one keeps the keyboard's focus, therefore it is not disabled in earnest
      made.disabled = !open && !used;
      if (used === made.hasAttribute("aria-pressed")) continue;
      if (used) made.prepend(icon("check"));
      else made.querySelector(".icon")?.remove();
      made.toggleAttribute("aria-pressed", used);
      if (used) made.setAttribute("aria-pressed", "true");
      made.setAttribute("aria-disabled", String(used));
    }
  }
}
