// @ts-check
// The panel: puts the parts together and stands between them and the conversation.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { h, icon } from "./dom.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { menuItems } from "./menu_items.js";
import { Sheet } from "./sheet.js";
import { Status } from "./status.js";
import { toolsFor } from "./tools.js";
import { fitViewport } from "./viewport.js";
import { drawWelcome } from "./welcome.js";

/**
 * @typedef {object} Surroundings  what the element hands to its panel
 * @property {HTMLElement} host
 * @property {ShadowRoot} root
 * @property {Record<string, any>} strings
 * @property {string} lang
 * @property {URL} server
 * @property {CSSStyleSheet[]} sheets
 * @property {{get: (name: string) => any, set: (name: string, value: any) => void}} tab  what this tab remembers
 * @property {(count: number) => void} unread
 * @property {() => void} close
 */

export class Panel {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    const { host, root, strings, lang, server, tab } = surroundings;
    this.on = surroundings;
    this.strings = strings;
    this.shown = false;
    this.unread = 0;
    this.ends = new AbortController();
    this.conversation = new Conversation({ server, product: host.getAttribute("product") });
    const choose = (/** @type {import("./types.js").Choice} */ choice) => void this.#say(() => this.conversation.choose(choice));
    this.log = new Log({ strings, lang, choose, tools: (message) => toolsFor(message, this.conversation, { ...surroundings, choose }) }, {
      retry: () => this.conversation.retry(),
      discard: (id) => this.#discard(id),
      earlier: async () => ({ messages: await this.conversation.earlier(), more: this.conversation.more }),
    });
    this.composer = new Composer(strings, {
      send: (text) => this.say(text),
      draft: { get: () => String(tab.get("draft") ?? ""), set: (text) => tab.set("draft", text) },
    });
    this.status = new Status(strings, () => this.conversation.retry());
    /** @type {Menu} */
    this.menu = new Menu(strings, menuItems(this));
    const body = h("div", { class: "body" }, this.log.element, this.status.element, this.composer.element);
    /** @type {Sheet} */
    this.sheet = new Sheet(body, () => this.menu.button.focus());
    this.title = h("h2", { id: "title", class: "title", tabindex: -1 });
    this.dialog = h("dialog", { class: "panel", role: "dialog", "aria-labelledby": "title", "aria-describedby": "subtitle" },
      h("div", { class: "header" }, h("div", { class: "titles" }, this.title, h("p", { id: "subtitle" }, strings.subtitle)), this.menu.element,
        h("button", { type: "button", class: "bare close", "aria-label": strings.close, title: strings.close, onclick: surroundings.close }, icon("close"))),
      h("div", { class: "main" }, body, this.sheet.element));
    root.append(this.dialog);
    this.place = fitViewport(this.dialog, this.ends.signal, () => this.shown);
    this.update();
    this.#listen();
    this.#begin();
  }

  #listen() {
    const { conversation, log, dialog, ends } = this;
    /** @param {EventTarget} of @param {string} name @param {(event: any) => void} act */
    const listen = (of, name, act) => of.addEventListener(name, act, { signal: ends.signal });
    listen(conversation, "message", ({ detail }) => this.#message(detail));
    listen(conversation, "outgoing", () => this.#outgoing());
    listen(conversation, "typing", ({ detail }) => log.write(Boolean(detail)));
    listen(conversation, "state", ({ detail }) => {
      // the next session counts its messages anew
      if (detail.state === "expired") {
        log.newSession();
        this.on.tab.set("seen", -1);
      }
      this.status.set(detail);
      this.#goLive();
    });
    listen(conversation, "reset", () => {
      log.clear();
      log.setMore(false);
      this.on.tab.set("seen", -1);
      this.#begun();
      this.#outgoing();
    });
    listen(dialog, "keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#escape();
    });
    // Android's way back asks a modal dialog to close
    listen(dialog, "cancel", (event) => {
      event.preventDefault();
      this.#escape();
    });
    listen(dialog, "close", () => this.shown && !dialog.open && this.on.close());
    listen(document, "pointerdown", (event) => !event.composedPath().includes(this.menu.element) && this.menu.set(false));
  }

  async #begin() {
    this.#begun();
    await this.conversation.open();
    this.#outgoing();
    this.#goLive();
  }

  /** History that comes late, after a time without connection, is still history. */
  #goLive() {
    const { log, conversation } = this;
    if (log.live || (conversation.state !== "ready" && conversation.state !== "expired")) return;
    log.setMore(conversation.more);
    log.goLive();
  }

  #escape() {
    if (this.sheet.open) return this.sheet.close();
    if (!this.menu.open) return this.on.close();
    this.menu.set(false);
    this.menu.button.focus();
  }

  /** @param {import("./types.js").Message} message */
  #message(message) {
    if (!this.log.add(message)) return;
    this.#begun();
    const seen = this.on.tab.get("seen");
    if (this.shown) this.#seen();
    else if (message.from === "bot" && (this.log.live || (typeof seen === "number" && (message.position ?? 0) > seen))) {
      this.on.unread(++this.unread);
    }
  }

  #seen() {
    this.unread = 0;
    this.on.unread(0);
    this.on.tab.set("seen", Math.max(-1, ...this.log.positions));
  }

  #outgoing() {
    this.log.send(this.conversation.outgoing);
    this.#begun();
  }

  #begun() {
    const begun = this.conversation.messages.length + this.conversation.outgoing.length > 0;
    this.menu.setBegun(begun);
    this.log.welcome.hidden = begun;
    this.on.tab.set("active", begun);
  }

  /**
   * Says something as this person.
   * @param {string} text
   */
  say(text) {
    return this.#say(() => this.conversation.send(text));
  }

  /** @param {() => unknown} act @returns {boolean} whether it was taken */
  #say(act) {
    if (!this.log.live) this.log.goLive();
    this.status.restore();
    if (act() === null) {
      this.status.note(this.strings.tooMany);
      return false;
    }
    // the buttons to begin with are gone now
    if (!this.on.root.activeElement || this.log.welcome.contains(this.on.root.activeElement)) this.#focus();
    return true;
  }

  /** @param {string} id */
  #discard(id) {
    const byButton = this.conversation.outgoing.find((it) => it.id === id)?.choice;
    const text = this.conversation.discard(id);
    if (text && !byButton) this.composer.giveBack(text);
    else this.composer.box.focus();
  }

  /** After an attribute of the element has changed. */
  update() {
    const { host } = this.on;
    const product = host.getAttribute("product");
    this.title.replaceChildren(h("bdi", {}, host.title || this.strings.title));
    this.dialog.lang = this.on.lang;
    this.conversation.product = product;
    drawWelcome(this.log.welcome, {
      strings: this.strings, product, greeting: host.getAttribute("greeting"), send: (text) => this.say(text),
    });
  }

  #focus() {
    // the box would bring up the keyboard of a phone, over what is to be read
    (matchMedia("(pointer: coarse)").matches ? this.title : this.composer.box).focus({ preventScroll: true });
  }

  /** @param {boolean} focus  not where the page shows it by itself */
  show(focus) {
    if (this.shown) return;
    this.shown = true;
    this.place();
    this.composer.fit();
    if (focus) this.#focus();
    if (this.log.scroll.following) this.log.scroll.to(this.log.scroll.target);
    else this.log.box.scrollTop = this.log.scroll.last;
    if (this.log.live || this.unread) this.#seen();
  }

  hide() {
    this.shown = false;
    this.menu.set(false);
    this.sheet.close();
    if (this.dialog.open) this.dialog.close();
  }

  /** Lets go of everything. */
  end() {
    this.ends.abort();
    this.conversation.close();
    this.dialog.remove();
  }
}
