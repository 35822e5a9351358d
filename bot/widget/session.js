// @ts-check
// The session, shared by all tabs: the server's token, and a name of our own by which tabs tell one session from the next.

import { newName } from "./storage.js";

/**
 * What may stand in a header; anything else is nonsense.
 * @param {unknown} it @returns {it is string}
 */
const isToken = (it) => typeof it === "string" && /^[\w.~+/=-]{1,4096}$/.test(it);

export class Session {
  /** @type {string | null} */
  token = null;
  #name = "";
  /** One that was forgotten: what another tab removed can still be read here for a moment. */
  #dead = "";

  /** @param {import("./storage.js").Store} store */
  constructor(store) {
    this.store = store;
  }

  /**
   * Takes over what another tab may have done: "new" where this one had no session, "next" where ours was over and there is
   * another, "other" where ours was forgotten and there is another, "over" where ours is, "gone" where nothing is stored any more.
   * @returns {"same" | "new" | "next" | "other" | "over" | "gone"}
   */
  look() {
    let kept = this.store.read("session");
    if (this.#dead && (kept?.name === this.#dead || kept?.over === this.#dead)) kept = null;
    const was = this.#name;
    if (kept && isToken(kept.token) && typeof kept.name === "string") {
      this.token = kept.token;
      this.#name = kept.name;
      if (was === kept.name) return "same";
      return !was ? "new" : kept.after === was ? "next" : "other";
    }
    if (was && this.token && kept?.over === was) {
      this.token = null;
      return "over";
    }
    return was && !kept ? "gone" : "same";
  }

  /** @param {unknown} token  of a new session */
  begin(token) {
    if (!isToken(token)) return false;
    const after = this.#name;
    this.#name = newName();
    this.token = token;
    this.store.write("session", { token, name: this.#name, after });
    return true;
  }

  /** @param {unknown} token  a fresh one of the same session, if it is one */
  renew(token) {
    if (!isToken(token) || token === this.token) return;
    this.token = token;
    if (this.store.read("session")?.name === this.#name) this.store.write("session", { token, name: this.#name });
  }

  /** The server doesn't take it any more. */
  end() {
    this.token = null;
    this.store.write("session", { over: this.#name });
  }

  /** @param {boolean} everywhere  in storage too */
  forget(everywhere) {
    this.token = null;
    this.#dead = this.#name || this.#dead;
    this.#name = "";
    if (everywhere) this.store.remove("session");
  }
}
