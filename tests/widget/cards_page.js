// The page that tests/widget/test_cards.py draws cards on: in a shadow root, as the widget does. What a card asks of its panel is
// noted in `asked`; `fail` makes it fail.
import { cardFor } from "/widget/cards.js";
import strings from "/widget/strings/en.js";

const PANEL = `
:host { display: block; --_gap: 12px; --_radius: 14px; font: 16px/1.5 system-ui, sans-serif;
  --_text: #1d2228; --_muted: #59616b; --_line: #d8dce1; --_surface: #fff; --_surface-2: #f3f5f7; --_accent: #0b6b5c; --_accent-text: #fff;
  --_danger: #b3261e; --_danger-surface: #fdf1f0; --_good: #19703c; background: var(--_surface-2); color: var(--_text); padding: 12px; }
:host(.dark) { --_text: #eceff2; --_muted: #a9b2bc; --_line: #3a424b; --_surface: #1b2026; --_surface-2: #12161b; --_accent: #5fd0bb;
  --_accent-text: #06231e; --_danger: #ff9d94; --_danger-surface: #341a18; --_good: #7ad79c; color-scheme: dark; }
.log { display: grid; gap: 12px; }`;

const asked = [];
window.asked = asked;
window.fail = false;

async function ask(...what) {
  asked.push(what);
  await new Promise((done) => setTimeout(done, 20));
  if (window.fail) throw new Error("no");
}

async function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

const cards = await sheet(await (await fetch("/widget/cards.css")).text());
const panel = await sheet(PANEL);

/** Draws messages one below the other; gives which of them have a card. */
window.draw = (messages, { dark = false, lang = "en" } = {}) => {
  const host = document.createElement("div");
  host.id = "host";
  if (dark) host.className = "dark";
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [panel, cards];
  const log = document.createElement("div");
  log.className = "log";
  root.append(log);
  document.getElementById("main").replaceChildren(host);
  asked.length = 0;
  return messages.map((message) => {
    const card = cardFor(message, {
      strings,
      lang,
      sheets: [panel, cards],
      choose: (choice) => void asked.push(["choose", choice.id]),
      rate: (sku, value) => ask("rate", sku, value),
      calendar: async (start) => {
        await ask("calendar", start);
        return new Blob(["BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"], { type: "text/calendar" });
      },
      link: (sku, url) => url,
      picture: (path) => (URL.canParse(path, location.href) ? new URL(path, location.href).href : null),
    });
    if (card) log.append(card);
    return card !== null;
  });
};
document.documentElement.dataset.ready = "";
