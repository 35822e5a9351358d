// @ts-check
// What stands there before anything was said: who this is, and ways to begin.

import { button, h } from "./dom.js";

/**
 * @param {HTMLElement} place
 * @param {{strings: Record<string, any>, greeting: string | null, product: string | null, send: (text: string) => unknown}} options
 */
export function drawWelcome(place, { strings, greeting, product, send }) {
  const starters = [...(product ? [strings.productStarter] : []), ...strings.starters].slice(0, 3);
  place.replaceChildren(
    h("div", { class: "message bot" },
      h("div", { class: "bubble words" }, h("p", { class: "text", dir: "auto" }, greeting || (product ? strings.productGreeting : strings.greeting))),
      h("div", { class: "choices", role: "group", "aria-label": strings.startersLabel },
        ...starters.map((text) => button(text, () => send(text), "choice")))),
  );
}
