// @ts-check
// Tells the panel what has changed: nothing twice, and only what it does not know.

/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {"ready" | "connecting" | "offline" | "unreachable" | "refused" | "expired"} State */

export class Voice {
  /** @type {State} */
  state = "ready";
  /** @type {Outgoing[]} */
  outgoing = [];
  #typing = false;
  #listed = "";
  #told = "ready";

  /** @param {EventTarget} to */
  constructor(to) {
    this.to = to;
  }

  /** @param {string} name @param {unknown} detail */
  tell(name, detail) {
    this.to.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {State} state @param {string} [code] @param {number | null} [retryAfter]  seconds */
  set(state, code, retryAfter) {
    const told = `${state} ${code} ${retryAfter}`;
    if (told === this.#told) return;
    this.#told = told;
    this.state = state;
    this.tell("state", { state, ...(code ? { code } : {}), ...(retryAfter ? { retryAfter } : {}) });
  }

  /** @param {boolean} on */
  type(on) {
    if (on === this.#typing) return;
    this.#typing = on;
    this.tell("typing", on);
  }

  /** @param {Outgoing[]} list  what the server has not confirmed, in order */
  list(list) {
    const listed = list.map(({ id, state, code }) => `${id} ${state} ${code}`).join();
    if (listed === this.#listed) return;
    this.#listed = listed;
    this.outgoing = list;
    this.tell("outgoing", list);
  }
}
