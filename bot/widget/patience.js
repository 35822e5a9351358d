// @ts-check
// How long to wait before the next try, and when to say that it does not work.

/**
 * @typedef {object} Pauses  all in ms
 * @property {number} first  before the second try; each next one twice as long
 * @property {number} most  the longest of them
 * @property {number} giveUp  after so long without success it is said
 * @property {number} answer  a request has to be answered within
 * @property {number} quiet  a stream may be silent for
 * @property {number} stale  a stream silent for so long is begun anew when the page wakes
 * @property {number} tabs  how long another tab may send before this one does too
 * @property {number} adopt  what another tab wrote and has not sent for so long is sent by this one
 * @property {number} settle  until what another tab has stored can be read
 */

/** @type {Pauses} */
export const PAUSES = { first: 1000, most: 30_000, giveUp: 45_000, answer: 20_000, quiet: 30_000, stale: 5000, tabs: 15_000, adopt: 4000, settle: 100 };

export class Patience {
  #tries = 0;
  /** @type {number | null} when it began to fail */
  #since = null;
  #notBefore = 0;
  #wake = () => {};

  /** @param {Pauses} pauses */
  constructor(pauses) {
    this.pauses = pauses;
  }

  /** It works, or there is a new reason to hope. */
  fresh() {
    this.#tries = 0;
    this.#since = null;
  }

  /**
   * The pause before the next try; null where it is time to give up.
   * @param {number} took  the failed try, ms
   * @param {number | null} after  the server's own wish, ms
   */
  next(took, after) {
    const { first, most, giveUp } = this.pauses;
    const now = performance.now();
    this.#since ??= now - Math.min(took, giveUp / 2);
    const own = Math.min(most, first * 2 ** this.#tries++) * (0.5 + Math.random() / 2);
    const pause = Math.max(own, (after ?? 0) * (1 + Math.random() / 4));
    if (now + pause - this.#since > giveUp) return null;
    this.#notBefore = after ? now + after : 0;
    return pause;
  }

  /** @param {number} ms */
  wait(ms) {
    return new Promise((/** @type {(value: void) => void} */ resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends a pause at once, unless the server asked for it. @param {boolean} [whatever]  even then */
  wake(whatever = false) {
    if (whatever || performance.now() >= this.#notBefore) this.#wake();
  }
}
