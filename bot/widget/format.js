// @ts-check
// Values of a message as text. Everything is untrusted: what makes no sense is empty or left out, nothing throws.

const LONGEST = 5000;

/**
 * A text or number as text, all else as "".
 * @param {unknown} value
 * @returns {string}
 */
export function text(value) {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return "";
  const trimmed = value.trim();
  return trimmed.length > LONGEST ? `${trimmed.slice(0, LONGEST)}…` : trimmed;
}

/**
 * The first items of a list; [] for what is none.
 * @param {unknown} value
 * @param {number} [most]
 * @returns {any[]}
 */
export const list = (value, most = 40) => (Array.isArray(value) ? value.slice(0, most) : []);

/**
 * Those of a list that are texts.
 * @param {unknown} value
 * @param {number} [most]
 */
export const texts = (value, most) => list(value, most).map(text).filter(Boolean);

/**
 * An object's fields; {} for what is none.
 * @param {unknown} value
 * @returns {Record<string, any>}
 */
export const record = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Record<string, any>} */ (value) : {};

/**
 * The objects of a list.
 * @param {unknown} value
 * @param {number} [most]
 */
export const records = (value, most) => list(value, most).map(record);

/**
 * Fills the {placeholders} of a string.
 * @param {string} string
 * @param {Record<string, string | number>} values
 */
export const fill = (string, values) =>
  string.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

/**
 * An address that a link or picture may have: http(s), nothing that runs.
 * @param {unknown} value
 * @returns {URL | null}
 */
export function address(value) {
  if (typeof value !== "string" || !value) return null;
  try {
    const url = new URL(value, document.baseURI);
    return url.protocol === "https:" || url.protocol === "http:" ? url : null;
  } catch {
    return null;
  }
}

/**
 * An amount with its currency, as the language writes it; "" where there is none.
 * @param {unknown} low
 * @param {unknown} high  the dearest variant, where prices differ
 * @param {unknown} currency  ISO 4217
 * @param {string} lang
 */
export function money(low, high, currency, lang) {
  if (typeof low !== "number" || !Number.isFinite(low)) return text(low);
  const amounts = typeof high === "number" && high > low && Number.isFinite(high) ? [low, high] : [low];
  /** @type {Intl.NumberFormatOptions} */
  const style = typeof currency === "string" && /^[a-z]{3}$/i.test(currency) ? { style: "currency", currency } : {};
  if (amounts.every(Number.isInteger)) style.minimumFractionDigits = style.maximumFractionDigits = 0;
  return amounts.map((amount) => inLanguage(lang, (tag) => new Intl.NumberFormat(tag, style).format(amount))).join(" – ");
}

/**
 * "a, b and c".
 * @param {string[]} parts
 * @param {string} lang
 */
export const joined = (parts, lang) => inLanguage(lang, (tag) => new Intl.ListFormat(tag).format(parts));

/**
 * Does something in a language, or in the browser's own where the tag is none.
 * @param {string} lang
 * @param {(tag: string | undefined) => string} write
 */
function inLanguage(lang, write) {
  try {
    return write(lang || undefined);
  } catch {
    return write(undefined);
  }
}

/** Tomorrow here, as YYYY-MM-DD. */
export function tomorrow() {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
