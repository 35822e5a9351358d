// The chat of the page: sends what is written, shows what comes back. Everything from the server is set as text, never
// as markup. The conversation's name is random and kept for this tab's visits, so that a reload goes on in it.

import { cardFor } from "/page/cards.js";

const log = document.getElementById("log");
const form = document.getElementById("form");
const box = document.getElementById("message");
const status = document.getElementById("status");
const KEY = "solewise-conversation";

let waiting = false;

function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function conversation() {
  let name = sessionStorage.getItem(KEY);
  if (!name) sessionStorage.setItem(KEY, (name = newName()));
  return name;
}

function show(text, kind) {
  const message = document.createElement("div");
  message.className = kind ? `message ${kind}` : "message";
  if (text) {
    const words = document.createElement("p");
    words.textContent = text;
    message.append(words);
  }
  log.append(message);
  return message;
}

function showChoices(message, buttons) {
  const row = document.createElement("div");
  row.className = "choices";
  for (const { title, payload } of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", () => {
      if (waiting) return;
      button.classList.add("chosen");
      send(payload || title, title);
    });
    row.append(button);
  }
  message.append(row);
}

function receive(messages) {
  for (const { text, buttons, custom } of messages) {
    const urgent = custom?.type === "safety" && custom.tier !== "routine";
    const card = custom && cardFor(custom);
    const message = show(card && custom.intro ? custom.intro : text, urgent ? "alert" : "");
    if (card) message.append(card);
    if (buttons?.length) showChoices(message, buttons);
  }
}

async function send(text, shown = text) {
  waiting = true;
  document.querySelectorAll(".choices button").forEach((button) => (button.disabled = true));
  const mine = show(shown, "mine");
  mine.scrollIntoView({ block: "end" });
  status.textContent = "…";
  try {
    const answer = await fetch("/page/message", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversation: conversation(), message: text }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    receive(await answer.json());
    status.textContent = "";
  } catch {
    status.textContent = "The assistant cannot be reached just now. Your message is back in the box: please try again.";
    if (!box.value) box.value = text;
  }
  waiting = false;
  // A long answer is read from its beginning: what was asked stays in sight above it.
  mine.scrollIntoView({ block: "start" });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text || waiting) return;
  box.value = "";
  send(text);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.getElementById("again").addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  log.replaceChildren();
  status.textContent = "";
  box.focus();
});

box.focus();
