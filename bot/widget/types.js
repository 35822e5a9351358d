// @ts-check
// The shapes that the widget's modules share, for the type checker and for readers. Nothing imports this at run time. The protocol
// is docs/web-channel.md.

/**
 * @typedef {object} Choice  a button: its id stands for words that the server knows
 * @property {string} id
 * @property {string} title
 * @property {"why" | "compare" | "reject" | "change"} [kind]  what a button inside a card is for
 */

/**
 * @typedef {object} Message  a message of the conversation, as the server sends it
 * @property {number | null} position  its place; null where the conversation was deleted by it
 * @property {"bot" | "user"} from
 * @property {number} time  seconds since 1970
 * @property {string} text
 * @property {string} [id]  of a person's message: the client's own name of it
 * @property {string | null} [choice]  of a person's message: the button that was used
 * @property {Choice[]} [choices]
 * @property {Record<string, any>} [custom]  the structured part; its `type` says what it is
 * @property {Record<string, "up" | "down">} [ratings]
 */

/**
 * @typedef {object} Outgoing  a message of this person that the server has not confirmed yet
 * @property {string} id
 * @property {string} text  what is shown
 * @property {string | null} choice  the button's id, where one was used
 * @property {string | null} product  the page's product when it was written
 * @property {"waiting" | "sending" | "failed"} state  failed: given up until the person asks for another try
 * @property {string} [code]  why it failed: "unreachable", "failed", or an error code of the protocol
 */

export {};
