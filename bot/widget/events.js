// @ts-check
// Server-sent events out of the body of a fetch: EventSource can neither post nor carry a token.

/** What one event may take, in characters; more is no answer of ours. */
const MOST = 1_000_000;

/**
 * The events of a stream, as the HTML standard reads them; one that the stream's end cuts off is dropped.
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} [heard]  called whenever something comes in, comments too
 * @returns {AsyncGenerator<{name: string, data: string}, void, void>}
 * @throws {Error} where the connection breaks, or an event is too large
 */
export async function* events(body, heard = () => {}) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let name = "";
  let data = "";
  let any = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      rest += decoder.decode(value, { stream: true });
      // a CR at the very end may be half of a CRLF
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      if (rest.length + data.length > MOST) throw new Error("an event is too large");
      for (const line of lines) {
        const colon = line.indexOf(":");
        if (!line) {
          if (any) yield { name: name || "message", data };
          name = data = "";
          any = false;
        } else if (colon !== 0) {
          const field = colon < 0 ? line : line.slice(0, colon);
          const text = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
          if (field === "event") name = text;
          if (field === "data") {
            data += (any ? "\n" : "") + text;
            any = true;
          }
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
