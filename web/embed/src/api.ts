/** Calls to our own server. The token lives in this object, and nowhere else. */

import type { Authorization, Detail, FieldFault, FrameSession, Problem, Session, Shop, Wish } from "./shapes.ts";

// Keys are tried at the provider, which has a while to answer.
const PATIENCE_MS = 60_000;

/** What went wrong. `code` is the server's, or `offline` when it could not be asked. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    readonly status = 0,
    readonly fields: readonly FieldFault[] = [],
    readonly detail = "",
    readonly nextStep = "",
    readonly requestId = "",
  ) {
    super(code);
  }
}

export class Api {
  #token: string | undefined;
  #customer = 0;

  /** `renew` is called when the session has ended; true when a new one is there. */
  constructor(private readonly renew: () => Promise<boolean>) {}

  /** Trade a ticket for the session. Throws Fault. */
  async enter(ticket: string): Promise<Session> {
    const answer = await send("POST", "/v1/session/redeem", undefined, { ticket });
    const { token, session } = (await answer.json()) as FrameSession;
    this.#token = token;
    return session;
  }

  shop(): Promise<Shop> {
    return this.#call("GET", "/v1/marketplace");
  }

  detail(slug: string): Promise<Detail> {
    return this.#call("GET", `/v1/marketplace/${encodeURIComponent(slug)}`);
  }

  connect(wish: Wish): Promise<Authorization> {
    return this.#call("POST", "/v1/authorizations", wish);
  }

  authorization(id: string): Promise<Authorization> {
    return this.#call("GET", `/v1/authorizations/${encodeURIComponent(id)}`);
  }

  disconnect(id: string): Promise<void> {
    return this.#call("DELETE", `/v1/connections/${encodeURIComponent(id)}`);
  }

  /** Somebody else comes in: calls for whoever was here before are not made again, and never answered. */
  forget(): void {
    this.#customer += 1;
  }

  #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const customer = this.#customer;
    const isHere = () => customer === this.#customer;
    const renewing = async (): Promise<Answer> => {
      try {
        return await this.#once<Answer>(method, path, body);
      } catch (error) {
        const over = error instanceof Fault && error.status === 401 && isHere();
        if (!over || !(await this.renew()) || !isHere()) throw error;
        return await this.#once<Answer>(method, path, body);
      }
    };
    return new Promise<Answer>((resolve, reject) => {
      const here = <Value>(settle: (value: Value) => void) => (value: Value) => {
        if (isHere()) settle(value);
      };
      renewing().then(here(resolve), here(reject));
    });
  }

  async #once<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await send(method, path, this.#token, body);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  }
}

/** What can be asked of it. */
export type Server = Pick<Api, keyof Api>;

/** Everything else is a mistake of ours, and stays one. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

async function send(method: string, path: string, token: string | undefined, body?: object): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
      // Whoever else is signed in here is none of this frame's business.
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new Fault(error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "offline");
  }
  if (!answer.ok) throw await told(answer);
  return answer;
}

async function told(answer: Response): Promise<Fault> {
  try {
    const { code, errors, detail, next_step, request_id } = (await answer.json()) as Problem;
    return new Fault(code, answer.status, errors ?? [], detail, next_step, request_id);
  } catch {
    // Not from us: a proxy on the way.
    return new Fault("unclear", answer.status);
  }
}
