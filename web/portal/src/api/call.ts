/** One request to the server, in the name of whoever is signed in. */

import { holdsUnsaved } from "../parts/unsaved.ts";
import { csrf, replaceCsrf, staff } from "../shell.ts";
import { garbled, Problem, problemOf, signedOut, unreachable } from "./problem.ts";
import type { Me } from "./types.ts";

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Query | undefined;
  environment?: string | null;
  signal?: AbortSignal;
}

export const DOOR = "/portal/sign-in";
/** Told to the window when the session has ended while something is not saved. */
export const SIGNED_OUT = "bothways.signed-out";

/** The answer's body; undefined for 204. Throws a Problem. Whoever is no longer signed in is led to the door. */
export async function call<Answer>(path: string, asked: Call = {}): Promise<Answer> {
  try {
    return await send<Answer>(path, asked);
  } catch (error) {
    // Somebody signed in anew in another tab: this page's token is of the session before, and nothing was done yet.
    if (!(error instanceof Problem) || error.code !== "csrf_refused" || !(await renewed())) throw error;
    return send<Answer>(path, asked);
  }
}

async function send<Answer>(path: string, { method = "GET", body, query, environment, signal }: Call = {}): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json", "X-CSRF-Token": csrf() };
  if (environment) headers["X-Bothways-Environment"] = environment;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path + written(query), {
    method,
    headers,
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw unreachable();
  });
  if (answer.status === 401) {
    leave();
    throw signedOut();
  }
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status === 204 ? undefined : await answer.json().catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw garbled(answer.status);
  })) as Answer;
}

/** To the sign-in page, and back here afterwards; where that would lose something, `SignedOut` offers another way. */
function leave(): void {
  if (holdsUnsaved()) dispatchEvent(new Event(SIGNED_OUT));
  else location.assign(`${DOOR}?then=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Takes the token of today's session. Somebody else who signed in here gets a page of their own. */
async function renewed(): Promise<boolean> {
  const me = await send<Me>("/portal/api/me");
  if (me.staff.id === staff) replaceCsrf(me.csrf);
  else location.reload();
  return me.staff.id === staff;
}

function written(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
