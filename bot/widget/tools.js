// @ts-check
// What the card of a message may do.

import { safeAddress } from "./dom.js";

/**
 * @param {import("./types.js").Message} message
 * @param {import("./conversation.js").Conversation} conversation
 * @param {import("./panel.js").Surroundings & {choose: (choice: import("./types.js").Choice) => void}} on
 * @returns {import("./cards.js").Tools}
 */
export function toolsFor(message, conversation, { host, strings, lang, server, sheets, choose }) {
  const position = message.position ?? -1;
  return {
    strings, lang, sheets, choose,
    rate: (sku, value) => conversation.rate(position, sku, value),
    calendar: (start) => conversation.calendar(position, start),
    link: (sku, url) => {
      const template = host.getAttribute("product-link");
      if (template && sku) return safeAddress(template.replaceAll("{sku}", () => encodeURIComponent(sku)), document.baseURI);
      return url ? safeAddress(url, server) : null;
    },
    // our own pictures lie below the server's address, which need not be the root of its host
    picture: (path) => (path ? safeAddress(String(path).replace(/^\/(?!\/)/, ""), server) : null),
  };
}
