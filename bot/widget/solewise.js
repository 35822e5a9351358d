// @ts-check
// <solewise-chat>: draws the launcher; all else is loaded when the chat is about to be opened. Nothing is imported in the usual
// way, so that each file can be checked before it runs: the first ones against this table, the others against that of files.js.

/** @type {Record<string, string>} */
const INTEGRITY = {
  // made by `python -m bot.widget`
  "files.js": "sha384-VhffjKKM8n+aQdFqlQ2l6hws9qoPx4VksG3DhCEnv8pg/hF9+7r8fPQ1eezglsWj",
  "launcher.css": "sha384-8QRqDewi9Xo5cDo8/XJqm9X5dBQBClTl2ESLdK79PbPTDMcMsuRhZZGdDGmKReRi",
  "strings/en.js": "sha384-Pp3wMwx8gnjgWp/pZt7f753QAd9RgxD453DO3vMzYsDvt6mVkTPIj+O7AkZjr95F",
  // end of what is made
};

const HERE = new URL(".", import.meta.url);
// Checked where the page asks for it: its own line for this file carries an integrity.
const CHECKED = Array.from(document.scripts).some((it) => it.integrity && it.src === import.meta.url);

/** @param {string} name  of a file beside this one */
const integrityOf = (name) => (CHECKED ? INTEGRITY[name] ?? "sha384-unknown" : "");

// A browser remembers by its address that a module could not be loaded, and doesn't ask again (HTML, "module map"): after each
// failure all modules have addresses that are new to it, below again/.
let failures = 0;

/**
 * Loads modules without running them; fails where one is missing or is not what the table says.
 * @param {string[]} names
 * @param {URL} base  where they are
 */
function preload(names, base) {
  return Promise.all(names.map((name) => new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    if (!link.relList.supports("modulepreload")) return resolve(null);
    link.crossOrigin = "anonymous";
    link.integrity = integrityOf(name);
    link.href = new URL(name, base).href;
    link.onload = link.onerror = (event) => {
      link.remove();
      if (typeof event !== "string" && event.type === "load") resolve(null);
      else reject(new Error(name));
    };
    document.head.append(link);
  })));
}

/**
 * A stylesheet. Its rem are of the person's own size of letters, not of the page's, which often sets it as it likes.
 * @param {string} name
 * @param {Element} host
 */
async function sheet(name, host) {
  const answer = await fetch(new URL(name, HERE), { integrity: integrityOf(name), credentials: "omit" });
  if (!answer.ok) throw new Error(name);
  const rem = parseFloat(getComputedStyle(host).fontSize) || 16;
  return new CSSStyleSheet().replace((await answer.text()).replace(/([\d.]+)rem\b/g, (_, count) => `${+(count * rem).toFixed(3)}px`));
}

/** @param {string} name */
async function load(name, names = [name]) {
  const base = failures ? new URL(`again/${failures}/`, HERE) : HERE;
  try {
    await preload(names, base);
    return await import(new URL(name, base).href);
  } catch (error) {
    failures += 1;
    throw error;
  }
}

class SolewiseChat extends HTMLElement {
  static observedAttributes = ["open", "title", "lang", "server", "product", "greeting"];
  /** @type {import("./panel.js").Panel | null} */ #panel = null;
  /** @type {Promise<void> | null} */ #loading = null;
  /** @type {Record<string, any>} */ #strings = {};
  #ready = false;
  #lang = "en";
  #root = this.attachShadow({ mode: "open" });
  #launcher = document.createElement("button");
  #label = document.createElement("span");
  #badge = document.createElement("span");
  #failed = document.createElement("div");

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(":host { all: initial !important; position: fixed !important }"); // takes no place while the rest of it comes
    this.#root.adoptedStyleSheets = [style];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12h5");
    svg.append(path);
    const launcher = this.#launcher;
    launcher.type = "button";
    launcher.className = "launcher";
    launcher.hidden = true;
    launcher.setAttribute("aria-haspopup", "dialog");
    this.#label.className = "label";
    this.#badge.className = "badge";
    this.#failed.className = "load-failed";
    this.#failed.hidden = true;
    this.#failed.setAttribute("role", "alert");
    launcher.append(svg, this.#label, this.#badge);
    launcher.onclick = () => (this.open = true);
    launcher.onpointerenter = launcher.onfocus = () => void this.#load().catch(() => {});
    this.#root.append(launcher, this.#failed);
  }

  get open() {
    return this.hasAttribute("open");
  }

  set open(open) {
    this.toggleAttribute("open", Boolean(open));
  }

  async connectedCallback() {
    if (!this.#ready) await this.#words();
    if (!this.isConnected || this.#ready) return;
    const { open, page, active } = this.#tab();
    this.#launcher.hidden = false;
    // a panel that covers the page is not put over the next page, which the person went to see
    const covers = innerWidth < 480 && page !== location.href;
    if (open !== undefined) this.open = open && !covers;
    this.#ready = true; // from here on a change of `open` is somebody's wish, which may move the focus
    if (this.open) this.#show(false);
    else if (active) this.#load().catch(() => {});
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return; // it was only moved
      this.#drop();
      this.#ready = false;
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (!this.#ready || before === now) return;
    if (name === "open") {
      if ((before === null) === (now === null)) return;
      this.#keep({ open: this.open, page: location.href });
      if (this.open) this.#show(true);
      else this.#hide();
    } else if (name === "server" || name === "lang") {
      this.#drop();
      this.#words().then(() => (this.open ? this.#show(false) : null));
    } else this.#panel?.update();
  }

  get #server() {
    const url = new URL(this.getAttribute("server") || new URL("..", HERE), document.baseURI);
    if (!url.pathname.endsWith("/")) url.pathname += "/";
    return url;
  }

  /**
   * What this tab remembers from page to page.
   * @returns {Record<string, any>}
   */
  #tab() {
    try {
      return Object(JSON.parse(sessionStorage.getItem(`solewise-tab ${this.#server}`) ?? "{}"));
    } catch {
      return {};
    }
  }

  /** @param {Record<string, any>} what */
  #keep(what) {
    try {
      sessionStorage.setItem(`solewise-tab ${this.#server}`, JSON.stringify({ ...this.#tab(), ...what }));
    } catch {
      // then it is forgotten with this page
    }
  }

  /** @returns {Promise<void>} */
  async #words() {
    const wanted = [this.lang, document.documentElement.lang, "en"].map((it) => it.toLowerCase().split("-")[0]);
    this.#lang = wanted.find((it) => Object.hasOwn(INTEGRITY, `strings/${it}.js`)) ?? "en";
    try {
      const [words, style] = await Promise.all([load(`strings/${this.#lang}.js`), sheet("launcher.css", this)]);
      this.#strings = words.default;
      this.#root.adoptedStyleSheets = [style, ...this.#root.adoptedStyleSheets.slice(1)];
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10000));
      return this.isConnected ? this.#words() : undefined;
    }
    this.#label.textContent = this.#strings.launcher;
    this.#unread(0);
  }

  /** @param {number} count */
  #unread(count) {
    const { launcher, unread } = this.#strings;
    this.#badge.textContent = count ? (count > 99 ? "99+" : String(count)) : "";
    const said = (count === 1 ? unread.one : unread.other).replace("{count}", String(count));
    this.#launcher.setAttribute("aria-label", count ? `${launcher}, ${said}` : launcher);
  }

  #load() {
    this.#loading ??= this.#fetch().catch((error) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #fetch() {
    const { FILES } = await load("files.js");
    Object.assign(INTEGRITY, FILES);
    const names = Object.keys(FILES).filter((name) => name.endsWith(".js"));
    const [{ Panel }, ...sheets] = await Promise.all([load("panel.js", names), sheet("style.css", this), sheet("cards.css", this)]);
    if (!this.#ready || this.#panel) return;
    this.#root.adoptedStyleSheets = [this.#root.adoptedStyleSheets[0], ...sheets];
    this.#panel = new Panel({
      host: this, root: this.#root, strings: this.#strings, lang: this.#lang, server: this.#server, sheets,
      tab: { get: (/** @type {string} */ name) => this.#tab()[name], set: (/** @type {string} */ name, /** @type {any} */ value) => this.#keep({ [name]: value }) },
      unread: (/** @type {number} */ count) => this.#unread(count), close: () => (this.open = false),
    });
  }

  /** @param {boolean} focus */
  async #show(focus) {
    this.#failed.replaceChildren();
    this.#failed.hidden = true;
    this.#launcher.setAttribute("aria-busy", "true");
    try {
      await this.#load();
      if (this.open && this.#panel) {
        this.#panel.show(focus);
        this.#launcher.hidden = true;
      }
    } catch {
      this.#problem();
    }
    this.#launcher.removeAttribute("aria-busy");
  }

  #problem() {
    this.open = false;
    const again = document.createElement("button");
    again.className = "launcher";
    again.textContent = this.#strings.tryAgain;
    again.onclick = () => {
      this.#launcher.focus();
      this.open = true;
    };
    this.#failed.hidden = false;
    this.#failed.replaceChildren(this.#strings.loadFailed, again);
  }

  #hide() {
    const inside = this.#root.activeElement !== null;
    this.#panel?.hide();
    this.#launcher.hidden = false;
    if (inside) this.#launcher.focus({ preventScroll: true });
  }

  #drop() {
    this.#panel?.end();
    this.#panel = this.#loading = null;
    this.#launcher.hidden = false;
  }
}

if (!customElements.get("solewise-chat")) customElements.define("solewise-chat", SolewiseChat);
