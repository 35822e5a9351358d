// @ts-check
// What all cards are made of.

const SVG = "http://www.w3.org/2000/svg";

// Lines on a grid of 24.
const ICONS = {
  yes: "M5 12.5l4.5 4.5L19 7.5",
  less: "M6 12h12",
  unknown: "M8 8.5a4 4 0 1 1 5.7 3.6c-1.1.5-1.7 1.3-1.7 2.6M12 19v.1",
  no: "M7 7l10 10M17 7L7 17",
  stop: "M12 4l9 16H3zM12 10v4M12 17v.1",
  terms: "M4 9h11a4 4 0 0 1 0 8h-3M8 5L4 9l4 4",
  up: "M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.4l-1.2 6a2 2 0 0 1-2 1.6H7",
  down: "M7 13V4H4v9zM7 13l4 7a2 2 0 0 0 2-2v-4h5a2 2 0 0 0 2-2.4l-1.2-6A2 2 0 0 0 16.8 4H7",
};

let made = 0;

/** A name that no other element of the widget has. */
export const newId = () => `card-${(made += 1)}`;

/**
 * An element with its attributes and content; texts are set as text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | boolean | null>} [attributes]  null and false: not set
 * @param {...(Node | string | null)} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(name, attributes = {}, ...content) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const part of content) if (part !== null && part !== "") node.append(part);
  return node;
}

/**
 * What a person or a product says: its direction is its own.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} className
 * @param {...(Node | string | null)} content
 */
export const said = (name, className, ...content) => el(name, { class: className || null, dir: "auto" }, ...content);

/**
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `card-icon card-icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * Words for screen readers only.
 * @param {string} words
 */
export const unseen = (words) => el("span", { class: "card-unseen" }, words);

/**
 * A list of lines, each with an icon where it has one.
 * @param {{text: string, icon?: keyof typeof ICONS}[]} lines
 */
export const lineList = (lines) =>
  el(
    "ul",
    // Safari takes lists without bullets for none unless told
    { class: "card-lines", role: "list" },
    ...lines.map((line) => el("li", {}, line.icon ? icon(line.icon) : null, said("span", "", line.text))),
  );

/**
 * What unfolds.
 * @param {string} summary
 * @param {...Node} content
 */
export const folded = (summary, ...content) =>
  el("details", { class: "card-fold" }, el("summary", {}, said("span", "", summary)), ...content);

/**
 * A table whose first column names the rows, in a box of its own that scrolls.
 * @param {string} caption  also the name of the box
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(caption, head, rows) {
  const made = el("table", { class: "card-table" }, el("caption", {}, caption));
  const top = el("tr", {}, ...head.map((cell) => said("th", "", cell)));
  for (const cell of top.children) cell.setAttribute("scope", "col");
  const body = rows.map((row) =>
    el("tr", {}, ...row.map((cell, column) => {
      const node = said(column ? "td" : "th", "", cell);
      if (!column) node.setAttribute("scope", "row");
      return node;
    })),
  );
  made.append(el("thead", {}, top), el("tbody", {}, ...body));
  return el("div", { class: "card-scroll", tabindex: "0", role: "group", "aria-label": caption }, made);
}
