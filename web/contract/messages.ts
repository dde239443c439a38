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
 *      |  show, hidden, focus_in ---------------------->  |
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
  | { type: "show"; integration?: string }
  | { type: "hidden" }
  /** The focus comes from the page: to the first control (`forward`) or the last. */
  | { type: "focus_in"; direction: Direction };

type Check = (value: unknown) => boolean;
/** Of an object: what each field has to be, or the shape of an object in it. */
interface Shape {
  [field: string]: Check | Shape;
}

const text = (longest: number): Check => (value) => typeof value === "string" && value.length <= longest;
const like = (pattern: RegExp): Check => (value) => typeof value === "string" && pattern.test(value);
const upTo = (most: number): Check => (value) => typeof value === "number" && value >= 0 && value <= most;
const optional = (check: Check): Check => (value) => value === undefined || check(value);

const ID = /* @__PURE__ */ like(/^[a-z][a-z0-9_-]{1,62}$/);
const DIRECTION = /* @__PURE__ */ like(/^(forward|back)$/);
// As CSS takes a name without quotes: nothing here can end a declaration.
const FAMILY = "[A-Za-z][A-Za-z0-9-]{0,29}( [A-Za-z0-9-]{1,29}){0,4}";
const SENTENCE = /* @__PURE__ */ text(1000);

const OPTIONS: Record<string, Check> = /* @__PURE__ */ (() => ({
  mode: like(/^(modal|inline)$/),
  theme: optional(like(/^(light|dark|auto)$/)),
  locale: optional(like(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/)),
  accent: optional(like(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i)),
  radius: optional(upTo(32)),
  font: optional(like(RegExp(`^${FAMILY}( *, *${FAMILY}){0,5}$`))),
  integration: optional(ID),
}))();

const FROM_FRAME: Record<string, Shape> = /* @__PURE__ */ (() => ({
  ready: {},
  entered: { session_id: ID },
  ticket_needed: { reason: like(/^(expired|lost)$/) },
  close: {},
  resize: { height: upTo(1e5) },
  event: {
    name: like(/^connection\.(created|updated|disconnected|needs_reauth)$/),
    data: {
      connection_id: ID,
      integration_id: ID,
      integration: ID,
      state: like(/^(active|needs_reauth|disconnected)$/),
      account_label: SENTENCE,
    },
  },
  error: { code: like(/^[a-z][a-z0-9_]{0,62}$/), message: SENTENCE, next_step: SENTENCE },
  focus_out: { direction: DIRECTION },
}))();

const FROM_PAGE: Record<string, Shape> = /* @__PURE__ */ (() => ({
  enter: { ticket: like(/^[A-Za-z0-9_-]{16,200}$/), options: OPTIONS },
  show: { integration: optional(ID) },
  hidden: {},
  focus_in: { direction: DIRECTION },
}))();

/** What our frame says; undefined for anything that it would not say. */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  return read(FROM_FRAME, data) as FrameMessage | undefined;
}

/** What the page says; undefined for anything that it would not say. */
export function readPageMessage(data: unknown): PageMessage | undefined {
  return read(FROM_PAGE, data) as PageMessage | undefined;
}

/** The name of the first option that has another shape than `FrameOptions` wants, or that does not exist. */
export function faultyOption(options: object): string | undefined {
  return Object.entries(options).find(([name, value]) => !own(OPTIONS, name)?.(value))?.[0];
}

/** A message as it is posted. */
export function written(message: FrameMessage | PageMessage): { bothways: number } & (FrameMessage | PageMessage) {
  return { bothways: PROTOCOL, ...message };
}

function read(shapes: Record<string, Shape>, data: unknown): object | undefined {
  const { bothways, type } = Object(data) as { bothways?: unknown; type?: unknown };
  const shape = bothways === PROTOCOL && typeof type === "string" ? own(shapes, type) : undefined;
  const fields = shape && pick(shape, data);
  return fields && { type, ...fields };
}

/** The known fields of `value`, when all of them are as they should be. */
function pick(shape: Shape, value: unknown): object | undefined {
  if (typeof value !== "object" || !value) return undefined;
  const found: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(shape)) {
    const field = own(value as Record<string, unknown>, name);
    const kept = typeof check === "object" ? pick(check, field) : field;
    if (typeof check === "object" ? !kept : !check(field)) return undefined;
    if (kept !== undefined) found[name] = kept;
  }
  return found;
}

/** Not what is inherited: `constructor` and `__proto__` are no types of ours. */
function own<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
