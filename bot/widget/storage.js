// @ts-check
// What stays in this browser: localStorage, or memory where it is full, blocked or absent. Never throws.

export class Store {
  /** @type {Map<string, string>} what localStorage did not take */
  #memory = new Map();

  /** @param {string} prefix  what all its keys begin with */
  constructor(prefix) {
    this.prefix = prefix;
  }

  /**
   * @template T
   * @param {(area: Storage) => T} use
   * @param {T} otherwise
   */
  #try(use, otherwise) {
    try {
      return use(localStorage);
    } catch {
      return otherwise;
    }
  }

  /**
   * The object under a name; null where there is none, or nonsense.
   * @param {string} name
   * @returns {Record<string, unknown> | null}
   */
  read(name) {
    const key = this.prefix + name;
    const text = this.#memory.get(key) ?? this.#try((area) => area.getItem(key), null);
    try {
      const value = JSON.parse(text ?? "null");
      return typeof value === "object" && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {Record<string, string | number | null>} value  flat: a page's Array.prototype.toJSON would spoil lists
   */
  write(name, value) {
    const key = this.prefix + name;
    const text = JSON.stringify(value);
    this.#memory.delete(key);
    const kept = this.#try((area) => {
      area.setItem(key, text);
      return area.getItem(key) === text;
    }, false);
    if (!kept) this.#memory.set(key, text);
  }

  /** @param {string} name */
  remove(name) {
    this.#memory.delete(this.prefix + name);
    this.#try((area) => area.removeItem(this.prefix + name), undefined);
  }

  /** Lets go of what only this page has. */
  dropMemory() {
    this.#memory.clear();
  }

  /** The names in use, in no order. */
  names() {
    const keys = new Set(this.#memory.keys());
    this.#try((area) => {
      for (let i = 0; i < area.length; i++) keys.add(area.key(i) ?? "");
    }, undefined);
    /** @type {string[]} */
    const names = [];
    for (const key of keys) if (key.startsWith(this.prefix)) names.push(key.slice(this.prefix.length));
    return names;
  }
}

/** An unguessable name: crypto.randomUUID is missing on plain http, and pages replace Array.from. */
export function newName() {
  let name = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) name += byte.toString(16).padStart(2, "0");
  return name;
}
