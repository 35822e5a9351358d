// @ts-check
// One conversation with the assistant that survives reloads, other tabs, sleep and a server that is away. What has to be done
// (fetch what is newer, then send what is unsent) is done by one loop, a step at a time, so that nothing overtakes anything.

import { Api, Problem } from "./api.js";
import { Archive } from "./archive.js";
import { listenAround } from "./around.js";
import { deliver } from "./delivery.js";
import { Outbox } from "./outbox.js";
import { PAUSES, Patience } from "./patience.js";
import { Session } from "./session.js";
import { Store } from "./storage.js";
import { alone, Tabs } from "./tabs.js";
import { tidy, Timeline } from "./timeline.js";
import { Voice } from "./voice.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Outgoing} Outgoing */

/**
 * Events (CustomEvent): "message" {Message} each position once, in order; those that earlier() gives are not told. "outgoing"
 * {Outgoing[]}, "typing" {boolean}, "state" {{state, code?, retryAfter?}}, "reset" the conversation was forgotten. After the state
 * "expired" what is shown stays, and positions count anew.
 */
export class Conversation extends EventTarget {
  #line = new Timeline();
  #ends = new AbortController();
  /** Ends what is under way. */
  #stop = new AbortController();
  #stale = true;
  #resting = false;
  #working = false;
  #again = false;
  #heard = 0;
  /** What is being sent. */
  #sending = "";
  /**
   * Written in this page: sent though it is hidden.
   * @type {Set<string>}
   */
  #mine = new Set();
  /** A session that we made and that has not worked yet: its refusal is no reason for yet another. */
  #unproven = false;
  /** @type {Promise<void> | null} */
  #opened = null;
  #settle = () => {};
  #voice = new Voice(this);

  /** @param {{server: URL, product?: string | null, pauses?: Partial<import("./patience.js").Pauses>}} options  server ends in "/" */
  constructor({ server, product = null, pauses }) {
    super();
    this.product = product;
    this.pauses = { ...PAUSES, ...pauses };
    this.store = new Store(`solewise ${server.href} `);
    this.api = new Api(server, this.pauses);
    this.session = new Session(this.store);
    this.outbox = new Outbox(this.store);
    this.patience = new Patience(this.pauses);
    this.tabs = new Tabs(this.store, (news, gone) => this.#news(news, gone));
    this.archive = new Archive(this.api, this.#line, (ask) => this.#asked(ask));
  }

  /** The messages that are loaded, in order. */
  get messages() {
    return this.#line.messages;
  }

  /** What the server has not confirmed, in order. */
  get outgoing() {
    return this.#voice.outgoing;
  }

  get state() {
    return this.#voice.state;
  }

  /** Whether the server has older ones. */
  get more() {
    return this.#line.more;
  }

  /** Goes on where it was. Resolves when the history is there, or the first try failed; never rejects. */
  open() {
    if (this.#opened) return this.#opened;
    this.#opened = new Promise((resolve) => (this.#settle = resolve));
    listenAround(this.#ends.signal, {
      online: () => this.#wake(),
      offline: () => this.#voice.set("offline"),
      leave: () => this.#rest(),
      comeBack: () => this.#resting && this.#return(),
      look: (hidden) => (hidden > this.pauses.stale ? this.#wake() : this.#work()),
    });
    this.tabs.open();
    this.session.look();
    this.#revive();
    // what is there already was written on the page before this one
    if (!document.hidden) for (const { id } of this.outbox.list()) this.#mine.add(id);
    this.#list();
    if (this.session.token) this.#voice.set("connecting");
    this.#work();
    return this.#opened;
  }

  /** @param {string} text @returns {Outgoing | null} null where it is empty, too long, or too much waits already */
  send(text) {
    return this.#put(text, null);
  }

  /** @param {import("./types.js").Choice} choice @returns {Outgoing | null} */
  choose({ id, title }) {
    return this.#put(title, id);
  }

  /** @param {string} text @param {string | null} choice */
  #put(text, choice) {
    // what failed for want of a connection comes first
    this.#revive();
    const it = this.outbox.add(text, choice, this.product);
    if (it) this.#mine.add(it.id);
    this.#list();
    this.#work();
    return it;
  }

  /** Tries what failed once more. */
  retry() {
    for (const { id } of this.outbox.list()) {
      this.outbox.change(id, { state: "waiting" });
      this.#mine.add(id);
    }
    this.#wake(true);
  }

  /**
   * Gives up one that is not being sent.
   * @param {string} id @returns {string | null} its text
   */
  discard(id) {
    if (id === this.#sending) return null;
    let text = null;
    for (const it of this.outbox.list()) if (it.id === id) text = it.text;
    this.outbox.remove(id);
    this.#list();
    return text;
  }

  /** The page of history before what is loaded. Rejects with a Problem. */
  earlier() {
    return this.archive.earlier();
  }

  /** @param {number} position @param {string} sku @param {"up" | "down" | null} value */
  rate(position, sku, value) {
    return this.archive.rate(position, sku, value);
  }

  /** @param {number} position @param {string} start  YYYY-MM-DD @returns {Promise<Blob>} */
  calendar(position, start) {
    return this.archive.calendar(position, start);
  }

  /** All messages, the unloaded ones too. Rejects with a Problem. */
  async transcript() {
    return this.session.token ? this.archive.transcript() : this.messages.slice();
  }

  /** Deletes the conversation on the server, then all of it in this browser. Rejects with a Problem where the server did not. */
  async forget() {
    const resting = this.#resting;
    this.#resting = true;
    this.#stop.abort();
    this.patience.wake(true);
    try {
      await alone(this.store.prefix, this.pauses.tabs, new AbortController().signal, async () => {
        this.#look();
        const { token } = this.session;
        if (token) {
          await this.api.end(token).catch((problem) => {
            if (problem.status !== 401) throw problem;
          });
        }
        for (const { id } of this.outbox.list()) this.outbox.remove(id);
        this.#forgotten();
      });
    } finally {
      this.#resting = resting;
      this.#work();
    }
  }

  /** Lets go of the page and the network; what is unsent stays stored. */
  close() {
    this.#rest();
    this.#ends.abort();
  }

  // The loop

  async #work() {
    this.#again = true;
    if (this.#working || !this.#opened) return;
    this.#working = true;
    while (this.#again && !this.#resting) {
      this.#again = false;
      while (!this.#resting && (await this.#step()));
    }
    this.#working = false;
  }

  /**
   * One thing that has to be done.
   * @returns {Promise<boolean>} whether there may be more
   */
  async #step() {
    const begun = performance.now();
    this.#stop = new AbortController();
    let posting = "";
    const asks = Boolean((this.#stale && this.session.token) || this.#next());
    try {
      await this.#catchUp();
      this.#settle();
      if (this.#next()) {
        await alone(this.store.prefix, this.pauses.tabs, this.#stop.signal, async (waited) => {
          if (waited) await this.patience.wait(this.pauses.settle);
          this.#look();
          this.#stale ||= waited;
          await this.#catchUp();
          const next = this.#next();
          if (!next || this.#stop.signal.aborted) return;
          if (!this.session.token) await this.#begin();
          posting = next.id;
          await this.#deliver(next);
        });
      }
      this.patience.fresh();
      // where nothing was asked, nothing is known to work
      if (asks ? this.session.token || this.state !== "expired" : this.state === "connecting") this.#voice.set("ready");
      this.#list();
      return this.#stale && Boolean(this.session.token) ? true : Boolean(this.#next());
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(this.#stop.signal.aborted ? "stopped" : "unreachable", { again: true });
      const goOn = await this.#trouble(problem, posting, performance.now() - begun);
      this.#settle();
      return goOn;
    }
  }

  /** The first that may be sent. What another tab wrote is left to it, unless it seems to be gone and we are looked at. */
  #next() {
    for (const it of this.outbox.list()) {
      if (it.state !== "waiting") continue;
      if (this.#mine.has(it.id) || (!document.hidden && Date.now() - it.at > this.pauses.adopt)) return it;
    }
    return null;
  }

  async #begin() {
    if (!this.session.begin(await this.api.begin(this.#stop.signal))) throw new Problem("unreachable", { again: true });
    this.#unproven = true;
    this.#stale = false;
    this.#line.turn();
  }

  /** Fetches what is newer than what is shown. */
  async #catchUp() {
    const { token } = this.session;
    while (this.#stale && token) {
      this.#stale = false;
      try {
        const { last } = this.#line;
        const page = await this.api.history(token, last === null ? "limit=50" : `limit=200&after=${last}`, this.#stop.signal);
        this.session.renew(page.token);
        if (last === null) this.#line.more = page.more;
        for (const raw of page.messages) this.#take(raw);
        this.#unproven = false;
        if (last !== null && page.more && this.#line.last !== last) this.#stale = true;
      } catch (error) {
        this.#stale = true;
        throw error;
      }
    }
  }

  /** @param {import("./outbox.js").Kept} message */
  async #deliver(message) {
    const { id } = message;
    let took = false;
    this.#sending = id;
    this.#heard = Date.now();
    this.#list();
    try {
      const { position, unkept } = await deliver(this.api, this.session.token ?? "", message, this.#stop.signal, {
        accepted: (token) => {
          this.#unproven = false;
          this.session.renew(token);
          this.#voice.set("ready");
          this.#voice.type(true);
        },
        take: (said) => {
          if (said.from === "bot") this.#voice.type(false);
          took = this.#take(said) || took;
        },
        heard: () => (this.#heard = Date.now()),
      });
      this.outbox.remove(id);
      this.#mine.delete(id);
      if (position === null) this.#forgotten(unkept);
      else if (position > (this.#line.last ?? -1)) this.#stale = true;
    } finally {
      this.#sending = "";
      this.#voice.type(false);
      if (took) this.tabs.tell("messages");
      this.#list();
    }
  }

  /**
   * What to do when something did not work.
   * @param {Problem} problem
   * @param {string} posting  the message that was being sent, if it was that
   * @param {number} took  ms
   * @returns {Promise<boolean>} whether to go on
   */
  async #trouble(problem, posting, took) {
    const { code, status, again, retryAfter } = problem;
    if (code === "stopped") return true;
    if (status === 401 && !this.#unproven) {
      this.#over();
      return true;
    }
    if (!again && status !== 401) {
      // a page that may not be here may not send anything
      if (posting && status !== 403) this.outbox.change(posting, { state: "failed", code });
      else this.#fail("refused", code, retryAfter);
      this.#list();
      return Boolean(posting) && status !== 403;
    }
    const pause = this.patience.next(took, retryAfter && retryAfter * 1000);
    if (pause === null) {
      this.#fail(status === 429 || status === 401 ? "refused" : "unreachable", code, retryAfter);
      return false;
    }
    this.#voice.set(navigator.onLine ? "connecting" : "offline", code, retryAfter);
    await this.patience.wait(pause);
    return true;
  }

  /** @param {import("./voice.js").State} state @param {string} code @param {number | null} retryAfter */
  #fail(state, code, retryAfter) {
    for (const { id, state: now } of this.outbox.list()) if (now === "waiting") this.outbox.change(id, { state: "failed", code });
    this.patience.fresh();
    this.#unproven = false;
    this.#list();
    this.#voice.set(state, code, retryAfter);
  }

  // What happens around us

  /**
   * There is reason to hope.
   * @param {boolean} [asked]  by the person
   */
  #wake(asked = false) {
    this.#look();
    this.#revive();
    this.#stale = true;
    this.patience.fresh();
    if (asked || Date.now() - this.#heard > this.pauses.stale) this.#stop.abort();
    if (this.state === "offline" || this.state === "unreachable" || asked) this.#voice.set("connecting");
    this.#list();
    this.patience.wake();
    this.#work();
  }

  #rest() {
    this.#resting = true;
    this.#stop.abort();
    this.patience.wake(true);
    this.tabs.close();
  }

  /** Out of the back-forward cache: other pages may have gone on meanwhile. */
  #return() {
    this.#resting = false;
    this.tabs.open();
    this.#look(true);
    this.#wake();
  }

  /** @param {import("./tabs.js").News} news @param {boolean} gone */
  #news(news, gone) {
    if (news === "forgotten") {
      // that the session is gone may have been seen already
      if (this.session.token || this.#line.messages.length) this.#reset();
      this.store.dropMemory();
      this.#look();
    } else if (news === "session") {
      this.#look(gone);
    } else if (news === "messages") {
      this.#stale = true;
    } else if (news === "outbox") {
      setTimeout(() => this.#work(), this.pauses.adopt + 10);
    }
    this.#list();
    if (!document.hidden) this.#work();
  }

  /**
   * Takes over what other tabs did with the session.
   * @param {boolean} [gone]  it is known that they removed it
   */
  #look(gone = false) {
    const found = this.session.look();
    if (found === "other" || (found === "gone" && gone)) this.#reset();
    if (found === "other") this.session.look();
    if (found === "over" || found === "next") this.#voice.set("expired");
    if (found === "next") this.#line.turn();
    if (found === "new" || found === "next" || found === "other") this.#stale = true;
  }

  /** The server does not take the session any more, unless another tab has a newer one already. */
  #over() {
    const { token } = this.session;
    this.#look();
    if (this.session.token !== token) return;
    this.session.end();
    // the next session was never offered these buttons
    for (const { id, choice } of this.outbox.list()) if (choice) this.outbox.change(id, { choice: null });
    this.#voice.type(false);
    this.#voice.set("expired");
  }

  /**
   * The conversation was deleted.
   * @param {Message[]} [said]  by these very messages
   */
  #forgotten(said = []) {
    this.session.forget(true);
    this.tabs.tell("forgotten");
    this.#reset();
    for (const message of said) {
      this.#line.add(message);
      this.#voice.tell("message", message);
    }
  }

  #reset() {
    this.session.forget(false);
    this.#line.clear();
    this.#voice.type(false);
    this.#list();
    this.#voice.tell("reset", null);
    this.#voice.set("ready");
  }

  // Telling

  /** What failed for want of a connection waits again. */
  #revive() {
    for (const { id, state, code } of this.outbox.list()) {
      if (state === "failed" && /^(unreachable|failed|busy|too_many)$/.test(code ?? "")) this.outbox.change(id, { state: "waiting" });
    }
  }

  /** @param {unknown} raw @returns {boolean} whether it is new */
  #take(raw) {
    const message = tidy(raw);
    if (!message || message.position === null || !this.#line.add(message)) return false;
    this.#voice.tell("message", message);
    this.#list();
    return true;
  }

  /** @template T @param {(token: string) => Promise<T>} ask @returns {Promise<T>} */
  async #asked(ask) {
    const { token } = this.session;
    if (!token) throw new Problem("no_token", { status: 401 });
    try {
      return await ask(token);
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401 && this.session.token === token) this.#over();
      throw problem;
    }
  }

  /** Looks at the outbox; what is in the conversation already is not shown as going out. */
  #list() {
    /** @type {Outgoing[]} */
    const list = [];
    for (const { at: _, ...it } of this.outbox.list()) {
      if (it.state === "waiting" && this.#line.has(it.id)) continue;
      if (it.id === this.#sending) it.state = "sending";
      list.push(it);
    }
    this.#voice.list(list);
  }
}
