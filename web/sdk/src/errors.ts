/** Every refusal is one of these: what happened, and what to do about it. */
export class BothwaysError extends Error {
  override name = "BothwaysError";
  /** Stable and made for programs. */
  declare readonly code: string;
  /** A sentence for whoever reads the console. */
  declare readonly next_step: string;
  /** What the server refused: its HTTP status, its request's id, each wrong field. */
  declare readonly status?: number;
  declare readonly request_id?: string;
  declare readonly errors?: { field: string; reason: string }[];

  constructor(code: string, message: string, next_step: string, more?: object) {
    super(message);
    Object.assign(this, { code, next_step }, more);
  }
}

/** What to do where only customers can go on. */
export const AGAIN = "Let the customer try again.";

/** The network's fault, or nobody's: the only error that passes by itself. */
export const UNREACHABLE = "unreachable";

/** Somebody closed it. */
export function closed(): BothwaysError {
  return new BothwaysError("closed", "It was closed too early.", AGAIN);
}
