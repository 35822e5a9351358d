// @ts-check
// The messages that are loaded, in order, each once.

/** @typedef {import("./types.js").Message} Message */

/**
 * A message as types.js says, or null where it is none.
 * @param {any} raw
 * @returns {Message | null}
 */
export function tidy(raw) {
  if (!raw || typeof raw !== "object" || (raw.from !== "bot" && raw.from !== "user")) return null;
  const position = raw.position ?? null;
  if (position !== null && !Number.isSafeInteger(position)) return null;
  const choices = [];
  for (const it of Array.isArray(raw.choices) ? raw.choices : []) {
    if (typeof it?.id === "string" && typeof it.title === "string") choices.push(it);
  }
  const { time, text, custom, ratings } = raw;
  return {
    ...raw,
    position,
    time: Number.isFinite(time) ? time : Date.now() / 1000,
    text: typeof text === "string" ? text : "",
    choices,
    custom: custom && typeof custom === "object" ? custom : undefined,
    ratings: ratings && typeof ratings === "object" ? ratings : undefined,
  };
}

export class Timeline {
  /** @type {Message[]} */
  messages = [];
  /** Whether the server has older ones. */
  more = false;
  /** Where this session's messages begin: those before it are of sessions that are over. */
  start = 0;
  /** @type {Map<number, Message>} this session's */
  #at = new Map();
  /** @type {Set<string>} the ids of this person's messages */
  #ids = new Set();

  /** @returns {number | null} */
  get first() {
    return this.messages[this.start]?.position ?? null;
  }

  /** @returns {number | null} */
  get last() {
    return this.messages.length > this.start ? this.messages[this.messages.length - 1].position : null;
  }

  /** @param {string} id  of a person's message */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {number} position */
  at(position) {
    return this.#at.get(position);
  }

  /**
   * Puts a message in its place.
   * @param {Message} message @returns {boolean} whether it is new
   */
  add(message) {
    const { position, from, id } = message;
    const { messages } = this;
    let place = messages.length;
    if (position !== null) {
      const known = this.#at.get(position);
      if (known) {
        known.ratings = message.ratings ?? known.ratings;
        return false;
      }
      this.#at.set(position, message);
      while (place > this.start && (messages[place - 1].position ?? -1) > position) place--;
    }
    if (from === "user" && id) this.#ids.add(id);
    messages.splice(place, 0, message);
    return true;
  }

  /** A new session: what is shown stays, positions count anew. */
  turn() {
    this.start = this.messages.length;
    this.more = false;
    this.#at.clear();
  }

  clear() {
    this.messages = [];
    this.#ids.clear();
    this.turn();
  }
}
