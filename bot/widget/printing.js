// @ts-check
// A part of the chat on paper. The shop's page is not to be printed with it: a copy goes into a hidden frame. The frame has no
// address, so a strict policy has nothing to refuse, and its style is a constructed sheet of its own window.

import { el, said } from "./card_parts.js";

const PAPER = `:root{--_text:#000;--_muted:#333;--_line:#888;--_surface:#fff;--_surface-2:#fff;--_accent:#000;--_accent-text:#fff;
--_danger:#000;--_danger-surface:#fff;--_good:#000;--_radius:6px;--_gap:10px;color-scheme:light}
body{font:12pt/1.45 system-ui,sans-serif;color:#000;margin:0}h1{font-size:16pt}`;

/** @type {HTMLIFrameElement | null} */
let last = null;

/**
 * Opens the browser's print dialogue for a copy of a node, without its controls; says whether it could.
 * @param {HTMLElement} node
 * @param {string} title
 * @param {string} intro
 * @param {import("./cards.js").Tools} tools
 */
export function printNode(node, title, intro, tools) {
  last?.remove();
  const frame = el("iframe", { "aria-hidden": "true", tabindex: "-1", title });
  last = frame;
  // display: none would leave nothing to print in some browsers
  for (const [name, value] of [["position", "fixed"], ["inset", "0 auto auto 0"], ["width", "0"], ["height", "0"], ["border", "0"]]) {
    frame.style.setProperty(name, value, "important");
  }
  try {
    document.body.append(frame);
    const window_ = /** @type {(Window & typeof globalThis) | null} */ (frame.contentWindow);
    const page = frame.contentDocument;
    if (!window_ || !page) throw new Error("no frame");
    const copy = /** @type {HTMLElement} */ (page.importNode(node, true));
    for (const controls of copy.querySelectorAll(".card-tools, .card-buttons, .card-rating")) controls.remove();
    for (const fold of copy.querySelectorAll("details")) fold.setAttribute("open", "");
    page.documentElement.lang = tools.lang;
    page.documentElement.dir = getComputedStyle(node).direction;
    page.title = title;
    const sheet = new window_.CSSStyleSheet();
    sheet.replaceSync(`${tools.sheets.map(rules).join("\n")}\n${PAPER}`);
    page.adoptedStyleSheets = [sheet];
    page.body.append(said("h1", "", title), said("p", "", intro), copy);
    window_.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
    window_.focus();
    window_.print();
    return true;
  } catch {
    frame.remove();
    return false;
  }
}

/** @param {CSSStyleSheet} sheet */
const rules = (sheet) => Array.from(sheet.cssRules, (rule) => rule.cssText).join("\n");
