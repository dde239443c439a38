/** Calls to the API with the session's token. The token stays in here: no message, no address, no storage has it. */

import { BothwaysError, UNREACHABLE } from "./errors.ts";
import type { AuthenticateOptions, Session } from "./types.ts";

const SCRIPT = "/sdk/v1/bothways.js";
const PATIENCE_MS = 30_000;

export interface Client {
  base(): string;
  begin(token: string, options: AuthenticateOptions): Promise<Session>;
  /** Raises when there is none. */
  session(): Promise<Session>;
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>;
}

/** `someoneElse` hears that the session now belongs to another customer than before. */
export function createClient(defaultBase: string | undefined, someoneElse: () => void): Client {
  let base = "";
  let token = "";
  let renew: AuthenticateOptions["renew"];
  let renewing: Promise<unknown> | undefined;
  let session: Promise<Session> | undefined;
  let customer = "";

  async function call<Answer>(method: string, path: string, body?: object, again = true): Promise<Answer> {
    const used = token;
    const response = await fetch(base + path, {
      method,
      // What is no text of a header would be refused by the browser, as if nobody had answered; the server says more.
      headers: { authorization: `Bearer ${encodeURI(used)}`, ...(body && { "content-type": "application/json" }) },
      body: body ? JSON.stringify(body) : null,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(async () => {
      throw await unreachable();
    });
    if (response.status === 401 && again) {
      // One renewal for all calls that met the end of the same token.
      if (token === used) await (renewing ??= renewal().finally(() => (renewing = undefined)));
      return call(method, path, body, false);
    }
    const data = await response.json().catch(() => undefined);
    // problem+json (RFC 9457), or all that can be said when it is no answer of ours.
    if (!response.ok) {
      const { code = "unexpected_answer", detail = "", next_step = "Check baseUrl.", request_id, errors } = data ?? {};
      throw new BothwaysError(code, detail, next_step, { status: response.status, request_id, errors });
    }
    return data;
  }

  async function renewal(): Promise<unknown> {
    const used = token;
    let fresh: string | undefined;
    try {
      fresh = await renew?.();
    } catch (cause) {
      throw new BothwaysError("renewal_failed", `renew() failed: ${cause}`, "Let it return a new token.");
    }
    // Another session began meanwhile: what was asked for the old one must not take its place.
    if (token !== used) return;
    if (fresh) return load(fresh, false);
    throw new BothwaysError(
      "session_expired",
      "The session has ended.",
      "Give authenticate() a new token, and `renew` to get the next ones.",
    );
  }

  /** From here on with this token. */
  function load(fresh: string, again = true): Promise<Session> {
    token = fresh;
    session = call<Session>("GET", "/v1/session", undefined, again).then((found) => {
      const { id } = found.customer;
      if (token === fresh) {
        if (customer && customer !== id) someoneElse();
        customer = id;
      }
      return found;
    });
    return session;
  }

  /** Browsers do not tell scripts why a call came to nothing; whether the server is there can still be found out. */
  async function unreachable(): Promise<BothwaysError> {
    const origin = location.origin;
    try {
      await fetch(base + SCRIPT, { mode: "no-cors", cache: "no-store", credentials: "omit" });
    } catch {
      return new BothwaysError(
        UNREACHABLE,
        `No answer from ${base}.`,
        "Check baseUrl, the network, and connect-src in this page's policy (CSP).",
      );
    }
    return new BothwaysError(
      "origin_not_allowed",
      `${base} does not answer to ${origin}.`,
      `Add ${origin} to the environment's allowed_origins.`,
    );
  }

  return {
    base: () => base,
    begin(fresh, options) {
      const address = options.baseUrl ?? defaultBase;
      if (!address) {
        throw new BothwaysError(
          "base_url_missing",
          "Where does Bothways run?",
          "Give authenticate() its address as `baseUrl`.",
        );
      }
      base = address.replace(/\/+$/, "");
      renew = options.renew;
      return load(fresh);
    },
    session() {
      if (session) return session;
      throw new BothwaysError("not_authenticated", "There is no session.", "Call authenticate(token) first.");
    },
    call,
  };
}
