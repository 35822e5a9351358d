// Draws the structured part of a message: the same as its text says, easier to see.

function element(name, content, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined && content !== null) made.textContent = String(content);
  return made;
}

const words = (value) => String(value ?? "").replaceAll("_", " ");

/** An address that a link or picture may have: ours, or http(s); nothing that runs. */
function address(value) {
  try {
    const url = new URL(value, location.origin);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function money(amount, currency) {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency ?? ""}`;
  }
}

function table(head, rows) {
  const scroll = element("div", null, "scroll");
  const made = element("table");
  const first = element("tr");
  for (const cell of head) {
    const title = element("th", cell);
    title.scope = "col";
    first.append(title);
  }
  made.append(element("thead"));
  made.tHead.append(first);
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    row.forEach((cell, index) => {
      const made = element(index ? "td" : "th", cell);
      if (!index) made.scope = "row";
      line.append(made);
    });
    body.append(line);
  }
  made.append(body);
  scroll.append(made);
  return scroll;
}

function lines(texts) {
  const list = element("ul", null, "lines");
  for (const text of texts) list.append(element("li", text));
  return list;
}

function product(item) {
  const card = element("article", null, "card");
  const picture = item.image && address(item.image);
  if (picture) {
    const image = element("img");
    image.src = picture;
    image.alt = "";
    card.append(image);
  }
  card.append(element("p", item.title ?? words(item.label), "label"));
  const name = element("h3");
  const link = item.url && address(item.url);
  const title = [item.brand, item.name].filter(Boolean).join(" ");
  if (link) {
    const anchor = element("a", title);
    anchor.href = link;
    anchor.rel = "noopener noreferrer";
    anchor.target = "_blank";
    name.append(anchor);
  } else {
    name.textContent = title;
  }
  card.append(name);
  if (item.price !== null && item.price !== undefined) {
    card.append(element("p", money(item.price, item.currency), "price"));
  }
  if (item.lines?.length) card.append(lines(item.lines));
  return card;
}

// Each card holds all that the text says below its first line (`intro`), so that it stands in place of the text.
const draw = {
  recommendations(data) {
    if (!data.items?.length) return null;
    const all = element("div");
    const cards = element("div", null, "cards");
    for (const item of data.items) cards.append(product(item));
    all.append(cards);
    if (data.note) all.append(element("p", data.note, "note"));
    return all;
  },
  comparison(data) {
    const all = element("div");
    all.append(table(["", ...(data.names ?? data.items ?? [])], (data.rows ?? []).map((row) => [
      words(row.attribute), ...row.values.map((value) => (Array.isArray(value) ? value.map(words).join(", ") : words(value))),
    ])));
    if (data.verdict) all.append(element("p", data.verdict));
    return all;
  },
  trial_plan(data) {
    const all = element("div");
    if (data.whole !== false) all.append(table(["Day", "Wear"], (data.days ?? []).map(({ day, wear }) => [day, wear])));
    if (data.lines?.length) all.append(lines(data.lines));
    return all;
  },
};

/** The card for a structured message; null where there is nothing to draw. */
export function cardFor(data) {
  const how = Object.hasOwn(draw, data.type) ? draw[data.type] : null;
  const card = how ? how(data) : null;
  return card && card.childElementCount ? card : null;
}
