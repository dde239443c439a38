/**
 * What the operator's page and our frame say to each other, version 1. Every message is an object
 * `{bothways: 1, type, ...}`, posted to the exact origin of the other side; whoever hears one checks `event.origin` and
 * `event.source` first, and then reads it here. No message carries a session's token: a frame gets in by a ticket that
 * opens once (`POST /v1/session/tickets`).
 *
 *     page                                              frame
 *      |  <iframe src="{base}/embed/{environment_id}">    |
 *      |  <---------------------------------------- ready |   to each allowed origin that can be its parent
 *      |  enter {ticket, options} --------------------->  |   redeems the ticket
 *      |  <------------------------ entered {session_id}  |
 *      |  <--- event, resize, focus_out, close, error --  |
 *      |  show, hidden, refresh, focus_in ------------->  |
 *      |  <---------------------- ticket_needed {reason}  |   the session ended; the page answers with `enter`
 *
 * Readers drop fields that they do not know, so that a newer side may say more; they refuse a message with a known
 * field in another shape.
 */

export const PROTOCOL = 1;

export type Theme = "light" | "dark" | "auto";
export type Direction = "forward" | "back";
export type ConnectionEventName =
  "connection.created" | "connection.updated" | "connection.disconnected" | "connection.needs_reauth";

/** How the marketplace shows itself. What is left out is as the environment has it. */
export interface FrameOptions {
  mode: "modal" | "inline";
  theme?: Theme;
  /** A language tag such as `de` or `pt-BR`; the nearest language that there is. */
  locale?: string;
  /** A colour such as `#3366cc`. */
  accent?: string;
  /** Colours behind everything, of cards, and of words on both: these words reach 4.5:1, or nothing opens. */
  background?: string;
  surface?: string;
  text?: string;
  /** The same in the dark scheme. */
  background_dark?: string;
  surface_dark?: string;
  text_dark?: string;
  /** Of corners, in pixels: 0 to 32. */
  radius?: number;
  /** Up to six font families with commas between them; the frame's own computer must have them. */
  font?: string;
  /** Open at this integration: an id or a slug. */
  integration?: string;
}

/** What became of a connection. The server's state is the truth; this says that it is worth a look. */
export interface ConnectionNews {
  connection_id: string;
  integration_id: string;
  /** The integration's slug. */
  integration: string;
  state: "active" | "needs_reauth" | "disconnected";
  /** Whose account it is, as the provider names it. */
  account_label: string;
}

export type FrameMessage =
  | { type: "ready" }
  | { type: "entered"; session_id: string }
  | { type: "ticket_needed"; reason: "expired" | "lost" }
  | { type: "close" }
  /** Inline only: how high the content is, in CSS pixels. */
  | { type: "resize"; height: number }
  | { type: "event"; name: ConnectionEventName; data: ConnectionNews }
  | { type: "error"; code: string; message: string; next_step: string }
  /** Tab left the last control of the frame, or Shift+Tab the first. */
  | { type: "focus_out"; direction: Direction };

export type PageMessage =
  | { type: "enter"; ticket: string; options: FrameOptions }
  /** Shown (again), at an integration or as it was left. */
  | { type: "show"; integration?: string | undefined }
  | { type: "hidden" }
  /** The page itself has connected or disconnected something: ask the server anew. */
  | { type: "refresh" }
  /** The focus comes from the page: to the first control (`forward`) or the last. */
  | { type: "focus_in"; direction: Direction }
  /**
   * Heard by the page of previews alone, which no site but our own may frame: a look that is not saved yet, and what
   * there is to show in it. Sent again with every change.
   */
  | { type: "preview"; options: FrameOptions; product: string; logo?: string | undefined; shop: object };

/**
 * What a field has to be: text of a form, a number up to a most, an object of a shape, or any object (null).
 * `?` after its name: it may be missing.
 */
type Rule = RegExp | number | Shape | null;
interface Shape {
  [field: string]: Rule;
}

const ID = /^[a-z][a-z0-9_-]{1,62}$/;
const DIRECTION = /^(forward|back)$/;
const SENTENCE = /^[^]{0,1000}$/;
const STATES = "active|needs_reauth|disconnected";
const COLOUR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
// As CSS takes a name without quotes: nothing here can end a declaration.
const FAMILY = "[A-Za-z][A-Za-z0-9-]{0,29}( [A-Za-z0-9-]{1,29}){0,4}";

const OPTIONS: Shape = /* @__PURE__ */ (() => ({
  mode: /^(modal|inline)$/,
  "theme?": /^(light|dark|auto)$/,
  "locale?": /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/,
  "accent?": COLOUR,
  "background?": COLOUR,
  "surface?": COLOUR,
  "text?": COLOUR,
  "background_dark?": COLOUR,
  "surface_dark?": COLOUR,
  "text_dark?": COLOUR,
  "radius?": 32,
  "font?": RegExp(`^${FAMILY}( *, *${FAMILY}){0,5}$`),
  "integration?": ID,
}))();

const FROM_FRAME: Record<string, Shape> = /* @__PURE__ */ (() => ({
  ready: {},
  entered: { session_id: ID },
  ticket_needed: { reason: /^(expired|lost)$/ },
  close: {},
  resize: { height: 1e5 },
  event: {
    name: RegExp(`^connection\\.(created|updated|${STATES.slice(7)})$`),
    data: {
      connection_id: ID,
      integration_id: ID,
      integration: ID,
      state: RegExp(`^(${STATES})$`),
      account_label: SENTENCE,
    },
  },
  error: { code: ID, message: SENTENCE, next_step: SENTENCE },
  focus_out: { direction: DIRECTION },
}))();

const FROM_PAGE: Record<string, Shape> = /* @__PURE__ */ (() => ({
  enter: { ticket: /^[A-Za-z0-9_-]{16,200}$/, options: OPTIONS },
  show: { "integration?": ID },
  hidden: {},
  refresh: {},
  focus_in: { direction: DIRECTION },
  // The portal read the shop from our own server a moment ago.
  preview: { options: OPTIONS, product: SENTENCE, "logo?": /^(https:\/\/|data:image\/)[^]{1,100000}$/, shop: null },
}))();

/** What our frame says; undefined for anything that it would not say. */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  return read(FROM_FRAME, data) as FrameMessage | undefined;
}

/** What the page says; undefined for anything that it would not say. */
export function readPageMessage(data: unknown): PageMessage | undefined {
  return read(FROM_PAGE, data) as PageMessage | undefined;
}

/** What to answer to an `enter` that cannot be read, so that the page learns why nothing opens. */
export function complaint(data: unknown): FrameMessage | undefined {
  const { bothways, type, options } = Object(data) as { bothways?: unknown; type?: unknown; options?: unknown };
  const fault = bothways === PROTOCOL && type === "enter" ? faultyOption(Object(options) as object) : undefined;
  if (fault === undefined) return undefined;
  const message = `The option ${fault.slice(0, 40)} is wrong, or there is none of that name.`;
  return { type: "error", code: "option_invalid", message, next_step: "See what options there are in the guide to the Web SDK." };
}

/** The name of the first option that has another shape than `FrameOptions` wants, or that does not exist. */
export function faultyOption(options: object): string | undefined {
  return Object.entries(options).find(([name, value]) => {
    const rule = own(OPTIONS, name) ?? own(OPTIONS, `${name}?`);
    return value !== undefined && (!rule || fits(rule, value) === undefined);
  })?.[0];
}

/** A message as it is posted. */
export function written(message: FrameMessage | PageMessage): { bothways: number } & (FrameMessage | PageMessage) {
  return { bothways: PROTOCOL, ...message };
}

function read(shapes: Record<string, Shape>, data: unknown): object | undefined {
  const { bothways, type } = Object(data) as { bothways?: unknown; type?: unknown };
  const shape = bothways === PROTOCOL && typeof type === "string" && own(shapes, type);
  const fields = shape ? (fits(shape, data) as object | undefined) : undefined;
  return fields && { type, ...fields };
}

/** What is kept of `value`: of an object the known fields. Undefined when anything is not as it should be. */
function fits(rule: Rule, value: unknown): unknown {
  if (rule instanceof RegExp) return typeof value === "string" && rule.test(value) ? value : undefined;
  if (typeof rule === "number") return typeof value === "number" && value >= 0 && value <= rule ? value : undefined;
  if (typeof value !== "object" || !value) return undefined;
  if (!rule) return value;
  const found: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(rule)) {
    const name = key.replace("?", "");
    const field = own(value as Record<string, unknown>, name);
    if (field === undefined && name !== key) continue;
    found[name] = fits(inner, field);
    if (found[name] === undefined) return undefined;
  }
  return found;
}

/** Not what is inherited: `constructor` and `__proto__` are no types of ours. */
function own<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
