// @ts-check
// What is asked about the conversation beside talking: earlier messages, ratings, calendars, all of it.

import { tidy } from "./timeline.js";

/** @typedef {import("./types.js").Message} Message */

export class Archive {
  /** @type {Promise<Message[]> | null} */
  #earlier = null;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./timeline.js").Timeline} line
   * @param {<T>(ask: (token: string) => Promise<T>) => Promise<T>} asked  asks with the session's token
   */
  constructor(api, line, asked) {
    this.api = api;
    this.line = line;
    this.asked = asked;
  }

  /** The page of history before what is loaded. Rejects with a Problem. */
  earlier() {
    return (this.#earlier ??= this.#before().finally(() => (this.#earlier = null)));
  }

  async #before() {
    const { line } = this;
    const { first, start } = line;
    /** @type {Message[]} */
    const older = [];
    if (first === null || !line.more) return older;
    const page = await this.asked((token) => this.api.history(token, `limit=50&before=${first}`));
    if (line.first !== first || line.start !== start) return older;
    for (const raw of page.messages) {
      const message = tidy(raw);
      if (message && message.position !== null && line.add(message)) older.push(message);
    }
    line.more = page.more && older.length > 0;
    return older;
  }

  /** @param {number} position @param {string} sku @param {"up" | "down" | null} value */
  async rate(position, sku, value) {
    await this.asked((token) => this.api.rate(token, { message: position, sku, value }));
    const message = this.line.at(position);
    if (!message) return;
    const { [sku]: _, ...others } = message.ratings ?? {};
    message.ratings = value ? { ...others, [sku]: value } : others;
  }

  /** @param {number} position @param {string} start  YYYY-MM-DD @returns {Promise<Blob>} */
  calendar(position, start) {
    return this.asked((token) => this.api.calendar(token, position, start));
  }

  /**
   * All messages, the unloaded ones too. Rejects with a Problem.
   * @returns {Promise<Message[]>}
   */
  async transcript() {
    const { messages, start } = this.line;
    /** @type {Message[]} */
    let all = [];
    for (let more = true; more; ) {
      const before = all.length ? `&before=${all[0].position}` : "";
      const page = await this.asked((token) => this.api.history(token, `limit=200${before}`));
      const list = page.messages.map((raw) => tidy(raw)).filter((it) => it !== null && it.position !== null);
      all = /** @type {Message[]} */ (list).concat(all);
      more = page.more && list.length > 0;
    }
    return messages.slice(0, start).concat(all);
  }
}
