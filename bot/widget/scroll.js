// @ts-check
// Where the conversation stands: it follows what is new, from its beginning, unless the person has scrolled elsewhere.

export class Scroll {
  /**
   * @param {HTMLElement} box  what scrolls
   * @param {HTMLElement} end  what may grow at its end
   * @param {HTMLElement} more  the button that says there is something new
   */
  constructor(box, end, more) {
    this.box = box;
    this.more = more;
    this.following = true;
    this.last = 0;
    /** @type {HTMLElement | null} */
    this.target = null;
    /** @type {HTMLElement | null} */
    this.unseen = null;
    box.addEventListener("scroll", () => this.#moved(), { passive: true });
    more.addEventListener("click", () => {
      const { unseen } = this;
      this.following = true;
      if (unseen) this.to(unseen);
      box.focus({ preventScroll: true });
    });
    const resized = new ResizeObserver(() => this.following && this.#settle());
    resized.observe(box);
    resized.observe(end);
  }

  #moved() {
    const { box } = this;
    const end = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    if (end) this.#seen();
    else if (Math.abs(box.scrollTop - this.last) > 3) this.following = false;
  }

  #seen() {
    this.following = true;
    this.unseen = null;
    this.more.hidden = true;
  }

  #settle() {
    const { box, target } = this;
    // with `target` at the top, or as near to it as there is something below
    const top = target ? box.scrollTop + target.getBoundingClientRect().top - box.getBoundingClientRect().top - 8 : box.scrollHeight;
    box.scrollTop = top;
    this.last = box.scrollTop;
  }

  /**
   * Shows a node at the top, or the end of all.
   * @param {HTMLElement | null} target
   */
  to(target) {
    this.target = target;
    this.#seen();
    this.#settle();
    // heights of what was not drawn yet (content-visibility) are guesses: once more when they are known
    requestAnimationFrame(() => {
      if (!this.following) return;
      this.#settle();
      requestAnimationFrame(() => this.following && this.#settle());
    });
  }

  /**
   * Something new: shown from `anchor` on, or said by the button.
   * @param {HTMLElement} added
   * @param {HTMLElement} anchor
   */
  news(added, anchor) {
    if (this.following) return this.to(anchor);
    this.unseen ??= added;
    this.more.hidden = false;
  }

  /**
   * Changes what is above while what the person sees stays, unless they scroll on themselves.
   * @param {Element | null} kept
   * @param {() => void} change
   * @param {() => void} drawn  told once that has been drawn
   */
  keep(kept, change, drawn) {
    const { box } = this;
    const top = () => kept?.getBoundingClientRect().top ?? 0;
    const before = top();
    const hold = () => {
      box.scrollTop += top() - before;
      this.last = box.scrollTop;
    };
    box.classList.add("unanchored");
    change();
    hold();
    // once more with the button gone and all heights drawn
    const again = (/** @type {number} */ frames) => requestAnimationFrame(() => {
      const still = Math.abs(box.scrollTop - this.last) <= 3;
      if (still) hold();
      if (frames > 1) {
        again(frames - 1);
      } else {
        drawn();
        if (still) hold();
        box.classList.remove("unanchored");
      }
    });
    again(3);
  }
}
