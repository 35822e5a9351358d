// @ts-check
// The requests of docs/web-channel.md, with time limits, and one kind of error.

import { events } from "./events.js";

/** Something did not work: `code` of the protocol, "unreachable" (no or no sensible answer), "failed", or "stopped" (by ourselves). */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {{status?: number, retryAfter?: number | null, again?: boolean}} more  retryAfter in seconds; again: it may work later
   */
  constructor(code, { status = 0, retryAfter = null, again = false }) {
    super(code);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.again = again;
  }
}

const unreachable = (status = 0) => new Problem("unreachable", { status, again: true });

/**
 * Seconds.
 * @param {string | null} header
 */
function seconds(header) {
  if (!header) return null;
  const value = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(value) ? Math.ceil(Math.min(Math.max(value, 0), 86_400)) : null;
}

/** @param {Response} response */
async function problem(response) {
  const { status } = response;
  let code = "";
  try {
    code = String((await response.json()).error.code ?? "").slice(0, 50);
  } catch {
    // not ours: a proxy's page, maybe while the server starts anew
  }
  if (status < 500 && status !== 429 && status !== 408) return new Problem(code || "invalid", { status });
  if (!code || status === 408) return unreachable(status);
  const known = code === "too_many" || code === "busy";
  return new Problem(known ? code : "failed", { status, again: true, retryAfter: seconds(response.headers.get("Retry-After")) });
}

/**
 * @typedef {object} Ask
 * @property {string | null} [token]
 * @property {Record<string, string | number | null>} [body]
 * @property {AbortSignal} [stop]
 */

export class Api {
  /** @param {URL} server @param {import("./patience.js").Pauses} pauses */
  constructor(server, pauses) {
    this.server = server;
    this.pauses = pauses;
  }

  /**
   * One request; `read` takes the answer and may put off the time limit.
   * @template T
   * @param {string} method
   * @param {string} path
   * @param {Ask} ask
   * @param {(response: Response, more: (ms: number) => void) => Promise<T>} read
   * @returns {Promise<T>}
   * @throws {Problem}
   */
  async #ask(method, path, { token, body, stop }, read) {
    const control = new AbortController();
    const abort = () => control.abort();
    let timer = setTimeout(abort, this.pauses.answer);
    stop?.addEventListener("abort", abort);
    if (stop?.aborted) abort();
    try {
      const response = await fetch(`${this.server.href}chat/${path}`, {
        method,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(method === "POST" ? { "Content-Type": "application/json" } : {}),
        },
        body: body && JSON.stringify(body),
        signal: control.signal,
        cache: "no-store",
        credentials: "omit",
      });
      if (!response.ok) throw await problem(response);
      return await read(response, (ms) => {
        clearTimeout(timer);
        timer = setTimeout(abort, ms);
      });
    } catch (error) {
      if (stop?.aborted) throw new Problem("stopped", {});
      throw error instanceof Problem ? error : unreachable();
    } finally {
      clearTimeout(timer);
      stop?.removeEventListener("abort", abort);
    }
  }

  /** @param {AbortSignal} stop @returns {Promise<unknown>} a new session's token */
  begin(stop) {
    return this.#ask("POST", "session", { body: {}, stop }, async (response) => (await response.json()).token);
  }

  /**
   * Says something. Resolves with what `done` carries.
   * @param {string} token
   * @param {Record<string, string | null>} body
   * @param {AbortSignal} stop
   * @param {(name: string, data: any) => void} hear  each event before it
   * @param {() => void} heard  a sign of life
   * @returns {Promise<{position?: number | null}>}
   */
  say(token, body, stop, hear, heard) {
    return this.#ask("POST", "messages", { token, body, stop }, async (response, more) => {
      if (!response.body || !response.headers.get("Content-Type")?.startsWith("text/event-stream")) throw unreachable();
      const alive = () => {
        more(this.pauses.quiet);
        heard();
      };
      for await (const { name, data } of events(response.body, alive)) {
        const value = JSON.parse(data);
        if (name === "done") return value ?? {};
        if (name === "failed") throw new Problem("failed", { again: true });
        hear(name, value);
      }
      throw unreachable();
    });
  }

  /**
   * @param {string} token
   * @param {string} query
   * @param {AbortSignal} [stop]
   * @returns {Promise<{messages: unknown[], more: boolean, token?: unknown}>}
   */
  history(token, query, stop) {
    return this.#ask("GET", `history?${query}`, { token, stop }, async (response) => {
      const { messages, more, token: fresh } = await response.json();
      if (!Array.isArray(messages)) throw unreachable();
      return { messages, more: Boolean(more), token: fresh };
    });
  }

  /** @param {string} token @param {{message: number, sku: string, value: "up" | "down" | null}} body */
  rate(token, body) {
    return this.#ask("POST", "ratings", { token, body }, async () => {});
  }

  /** @param {string} token @param {number} message @param {string} start  YYYY-MM-DD */
  calendar(token, message, start) {
    const query = new URLSearchParams({ message: String(message), start });
    return this.#ask("GET", `calendar?${query}`, { token }, (response) => response.blob());
  }

  /**
   * Deletes the conversation.
   * @param {string} token
   */
  end(token) {
    return this.#ask("DELETE", "session", { token }, async () => {});
  }
}
