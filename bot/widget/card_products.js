// @ts-check
// Picks and the verdict on one product.

import { el, icon, lineList, newId, said, unseen } from "./card_parts.js";
import { thumbs } from "./card_rating.js";
import { address, fill, money, record, records, text, texts } from "./format.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Choice} Choice */
/** @typedef {import("./cards.js").Tools} Tools */
/** @typedef {{text: string, icon?: "yes" | "less" | "no" | "unknown" | "terms"}} Line */

const MOST_PRODUCTS = 12;

/** @type {Map<unknown, "yes" | "less" | "no" | "unknown">} */
const VERDICT_ICONS = new Map([["fits", "yes"], ["partly", "less"], ["unfit", "no"], ["unknown", "unknown"]]);

/**
 * @param {Record<string, any>} data
 * @param {Message} message
 * @param {Tools} tools
 */
export function recommendations(data, message, tools) {
  const items = records(data.items, MOST_PRODUCTS);
  // people say "the second one"
  const cards = items.map((item, place) => {
    /** @type {Line[]} */
    const lines = texts(item.lines).map((line) => ({ icon: "yes", ...marked(line, item, tools) }));
    return product(item, lines, message, tools, items.length > 1 ? `${place + 1}. ` : "");
  });
  const drawn = cards.filter((card) => card !== null);
  if (!drawn.length) return null;
  const note = text(data.note);
  return el("div", { class: "cards" }, ...drawn, note ? said("p", "card-note", note) : null);
}

/**
 * @param {Record<string, any>} data
 * @param {Message} message
 * @param {Tools} tools
 */
export function judgement(data, message, tools) {
  const heading = text(data.heading);
  if (!heading) return null;
  const item = record(data.item);
  const mark = VERDICT_ICONS.get(data.verdict);
  // the lines may be the verdict's, the product's or both's
  const told = [...new Set([...texts(item.lines), ...texts(data.lines)])].map((line) => marked(line, item, tools));
  return el(
    "div",
    { class: "cards" },
    el("h3", { class: "card-verdict" }, mark ? icon(mark) : null, said("span", "", heading)),
    product(item, told, message, tools) ?? (told.length ? el("div", { class: "card" }, ...below(told)) : null),
  );
}

/**
 * @param {Record<string, any>} item
 * @param {Line[]} lines
 * @param {Message} message
 * @param {Tools} tools
 * @param {string} [number]
 */
function product(item, lines, message, tools, number = "") {
  const { strings } = tools;
  const name = [text(item.brand), text(item.name)].filter(Boolean).join(" ") || text(item.sku);
  if (!name) return null;
  const sku = text(item.sku);
  const label = text(item.title);
  const price = money(item.price, item.price_high, item.currency, tools.lang);
  const terms = text(item.terms);
  const id = newId();
  return el(
    "article",
    { class: "card", "aria-labelledby": id },
    el(
      "div",
      { class: "card-head" },
      picture(item, tools),
      el(
        "div",
        { class: "card-title" },
        label ? said("p", "card-label", number + label) : null,
        el("h3", { id, class: "card-name" }, link(name, sku, item, tools)),
        price ? el("p", { class: "card-price" }, unseen(`${strings.cardPrice} `), said("span", "", price)) : null,
      ),
    ),
    ...below(lines.length || !terms ? lines : [{ text: terms, icon: "terms" }]),
    choices(item, name, tools),
    sku ? thumbs(sku, name, message, tools) : null,
  );
}

/**
 * Lines below a product's name: those with an icon as a list, then the others.
 * @param {Line[]} lines
 */
function below(lines) {
  const list = lines.filter((line) => line.icon);
  const rest = lines.filter((line) => !line.icon).map((line) => said("p", "card-note", line.text));
  return list.length ? [lineList(list), ...rest] : rest;
}

/**
 * A line with the icon of what it is. The assistant writes them whole, so this goes by how it begins them.
 * @param {string} line
 * @param {Record<string, any>} item
 * @param {Tools} tools
 * @returns {Line}
 */
function marked(line, item, { strings }) {
  const bare = line.replace(/^•\s*/, "");
  const terms = text(item.terms);
  if (bare.startsWith(strings.cardUnstated)) return { text: bare, icon: "unknown" };
  if (texts(item.tradeoffs).some((one) => bare.includes(one))) return { text: bare, icon: "less" };
  if (terms && bare.endsWith(terms)) return { text: bare, icon: "terms" };
  if (strings.cardHas.some((/** @type {string} */ start) => bare.startsWith(start))) return { text: bare, icon: "yes" };
  // of what is listed, only a limit that is broken is left
  return bare === line ? { text: bare } : { text: bare, icon: "no" };
}

/**
 * @param {string} name
 * @param {string} sku
 * @param {Record<string, any>} item
 * @param {Tools} tools
 */
function link(name, sku, item, tools) {
  const url = address(tools.link(sku, typeof item.url === "string" ? text(item.url) : null));
  if (!url) return said("span", "", name);
  const here = url.origin === location.origin;
  const anchor = el("a", { href: url.href, dir: "auto" }, name);
  if (!here) {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    anchor.append(unseen(` (${tools.strings.cardNewTab})`));
  }
  return anchor;
}

/**
 * @param {Record<string, any>} item
 * @param {Tools} tools
 */
function picture(item, tools) {
  const path = typeof item.image === "string" ? text(item.image) : "";
  const url = path ? address(tools.picture(path)) : null;
  if (!url) return null;
  // the name stands beside it: nothing to say twice
  const image = el("img", { class: "card-picture", alt: "", loading: "lazy", decoding: "async", width: "88", height: "88" });
  image.addEventListener("error", () => image.remove());
  image.src = url.href;
  return image;
}

/**
 * @param {Record<string, any>} item
 * @param {string} name
 * @param {Tools} tools
 */
function choices(item, name, tools) {
  const buttons = records(item.choices, 6).filter((choice) => text(choice.id) && text(choice.title)).map((choice) => {
    const title = text(choice.title);
    const button = el(
      "button",
      { type: "button", class: "card-button", dir: "auto" },
      title,
      title.includes(name) ? null : unseen(` – ${name}`),
    );
    button.addEventListener("click", (event) => {
      // the second click of a double click is no second question
      if (event.detail < 2) tools.choose(/** @type {Choice} */ (/** @type {unknown} */ (choice)));
    });
    return button;
  });
  if (!buttons.length) return null;
  return el("div", { class: "card-buttons", role: "group", "aria-label": fill(tools.strings.cardAsk, { name }) }, ...buttons);
}
