// @ts-check
// The conversation as a text file.

/** @param {import("./types.js").Message[]} messages @param {Record<string, any>} strings @param {string} lang */
export function transcriptFile(messages, strings, lang) {
  const parts = messages.map(({ from, time, text }) => {
    const at = new Date(time * 1000);
    const when = Number.isNaN(at.getTime()) ? "" : ` (${at.toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" })})`;
    return `${from === "user" ? strings.you : strings.bot}${when}:\n${text}\n`;
  });
  // with the mark by which old editors know UTF-8
  return new Blob([`\ufeff${strings.title}: ${strings.subtitle}\n\n${parts.join("\n")}`], { type: "text/plain;charset=utf-8" });
}
