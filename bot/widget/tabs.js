// @ts-check
// The other tabs of this browser: news between them, and one at a time where that matters.

/** @typedef {"messages" | "forgotten" | "outbox" | "session"} News */

/**
 * What is stored is announced by the storage event, because only that comes when the other tab's writing can be read; the rest by
 * a BroadcastChannel, or where there is none by a key that changes.
 */
export class Tabs {
  /** @type {BroadcastChannel | null} */
  #channel = null;
  #ends = new AbortController();

  /**
   * @param {import("./storage.js").Store} store
   * @param {(news: News, gone: boolean) => void} hear  gone: the session's key was removed
   */
  constructor(store, hear) {
    this.store = store;
    this.hear = hear;
  }

  open() {
    this.close();
    this.#ends = new AbortController();
    addEventListener("storage", ({ key, newValue }) => {
      const { prefix } = this.store;
      if (key === null || key === `${prefix}session`) this.hear("session", newValue === null);
      if (key === null || key?.startsWith(`${prefix}out `)) this.hear("outbox", false);
      if (key === `${prefix}news`) this.#news(/"(messages|forgotten)"/.exec(newValue ?? "")?.[1]);
    }, { signal: this.#ends.signal });
    try {
      this.#channel = new BroadcastChannel(this.store.prefix);
      this.#channel.onmessage = ({ data }) => this.#news(data);
    } catch {
      this.#channel = null;
    }
  }

  /** @param {unknown} news */
  #news(news) {
    if (news === "messages" || news === "forgotten") this.hear(news, false);
  }

  /** @param {"messages" | "forgotten"} news */
  tell(news) {
    if (this.#channel) return this.#channel.postMessage(news);
    this.store.write("news", { news, at: Math.random() });
    this.store.remove("news");
  }

  /** An open channel keeps a page out of the browser's back-forward cache. */
  close() {
    this.#ends.abort();
    this.#channel?.close();
    this.#channel = null;
  }
}

/**
 * Does something while no other tab does it. Where tabs can't be told apart, or one holds on for longer than `patience` (a phone may
 * have frozen it), it is done all the same: the ids of messages make doubles harmless.
 * @param {string} name
 * @param {number} patience  ms
 * @param {AbortSignal} stop
 * @param {(waited: boolean) => Promise<void>} work  waited: another tab may have done something meanwhile
 */
export async function alone(name, patience, stop, work) {
  let begun = false;
  const begin = (/** @type {boolean} */ waited) => {
    begun = true;
    return work(waited);
  };
  const wait = new AbortController();
  const giveUp = () => wait.abort();
  const timer = setTimeout(giveUp, patience);
  stop.addEventListener("abort", giveUp);
  try {
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? begin(false) : undefined));
    if (!begun) await navigator.locks.request(name, { signal: wait.signal }, () => begin(true));
  } catch (error) {
    if (begun || stop.aborted) throw error;
    await work(true);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", giveUp);
  }
}
