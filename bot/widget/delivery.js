// @ts-check
// Sends one message and hands on what comes back while it comes.

import { Problem } from "./api.js";
import { tidy } from "./timeline.js";

/** @typedef {import("./types.js").Message} Message */

/**
 * @param {import("./api.js").Api} api
 * @param {string} token
 * @param {import("./outbox.js").Kept} message
 * @param {AbortSignal} stop
 * @param {object} hooks
 * @param {(token: unknown) => void} hooks.accepted  the turn runs; maybe with a fresh token
 * @param {(message: Message) => void} hooks.take  a message that the server keeps
 * @param {() => void} hooks.heard  the connection lives
 * @returns {Promise<{position: number | null, unkept: Message[]}>}  position null: the conversation was deleted; `unkept` says so, and can't
 * be fetched again
 */
export async function deliver(api, token, { id, text, choice, product }, stop, { accepted, take, heard }) {
  /** @type {Message[]} */
  const unkept = [];
  /** @type {Record<string, string>} */
  const body = choice ? { id, choice } : { id, text };
  if (product) body.product = product;
  const { position } = await api.say(token, body, stop, (name, data) => {
    if (name === "accepted") accepted(data?.token);
    else if (name === "message") {
      const said = tidy(data);
      if (!said) throw new Problem("unreachable", { again: true });
      if (said.position === null) unkept.push(said);
      else take(said);
    }
  }, heard);
  return { position: position ?? null, unkept };
}
