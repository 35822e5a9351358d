// @ts-check
// What this person has said and the server has not confirmed. Each message has a key of its own in the browser's storage, so that
// two tabs that write at once never undo each other.

import { newName } from "./storage.js";

/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {Outgoing & {at: number}} Kept */

const MOST = 20;
const LONGEST = 5000;

/** @param {unknown} it @param {number} most @returns {it is string} */
const isText = (it, most) => typeof it === "string" && it.length > 0 && it.length <= most;

export class Outbox {
  #last = 0;

  /** @param {import("./storage.js").Store} store */
  constructor(store) {
    this.store = store;
  }

  /** @returns {Kept[]} in the order in which they were written */
  list() {
    /** @type {Kept[]} */
    const list = [];
    for (const name of this.store.names()) {
      if (!name.startsWith("out ")) continue;
      const kept = this.#read(name.slice(4));
      if (kept) list.push(kept);
      else this.store.remove(name);
    }
    return list.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** @param {string} id @returns {Kept | null} */
  #read(id) {
    const it = this.store.read(`out ${id}`);
    if (!it || !/^[\w-]{16,64}$/.test(id) || !isText(it.text, LONGEST) || !Number.isFinite(it.at)) return null;
    return {
      id,
      text: it.text,
      choice: isText(it.choice, 200) ? it.choice : null,
      product: isText(it.product, 100) ? it.product : null,
      state: it.state === "failed" ? "failed" : "waiting",
      at: Number(it.at),
      ...(isText(it.code, 50) ? { code: it.code } : {}),
    };
  }

  /**
   * @param {string} text
   * @param {string | null} choice
   * @param {string | null} product
   * @returns {Kept | null}  null where there is nothing to say, too much of it, or no room
   */
  add(text, choice, product) {
    // half of a pair is no character: it can't be sent
    const clean = text.replace(/\p{Surrogate}/gu, "\uFFFD").trim();
    const list = this.list();
    if (!isText(clean, LONGEST) || list.length >= MOST) return null;
    this.#last = Math.max(Date.now(), this.#last + 1, (list[list.length - 1]?.at ?? 0) + 1);
    const id = newName();
    this.store.write(`out ${id}`, { text: clean, choice, product: isText(product, 100) ? product : null, state: "waiting", at: this.#last });
    return this.#read(id);
  }

  /**
   * Changes one that is still there.
   * @param {string} id
   * @param {{state?: "waiting" | "failed", code?: string, choice?: null}} change
   */
  change(id, change) {
    const it = this.#read(id);
    if (!it) return;
    const { text, choice, product, state, at, code } = { ...it, code: "", ...change };
    this.store.write(`out ${id}`, { text, choice, product, state, at, code });
  }

  /** @param {string} id */
  remove(id) {
    this.store.remove(`out ${id}`);
  }
}
