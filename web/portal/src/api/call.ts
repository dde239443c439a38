/** One request to the server, in the name of whoever is signed in. */

import { csrf } from "../shell.ts";
import { garbled, problemOf, unreachable } from "./problem.ts";

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Query | undefined;
  environment?: string | null;
  signal?: AbortSignal;
}

const DOOR = "/portal/sign-in";
const RENEWED = "bothways.renewed";
const RENEWAL_MS = 30_000;

/** The answer's body; undefined for 204. Throws a Problem. Whoever is no longer signed in is led to the door. */
export async function call<Answer>(path: string, { method = "GET", body, query, environment, signal }: Call = {}): Promise<Answer> {
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
  if (answer.status === 401) leave();
  if (!answer.ok) {
    const problem = await problemOf(answer);
    // Somebody signed in anew in another window: this page's token is of the session before.
    if (problem.code === "csrf_refused" && method === "GET") renew();
    throw problem;
  }
  return (answer.status === 204 ? undefined : await answer.json().catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw garbled(answer.status);
  })) as Answer;
}

/** To the sign-in page, and back here afterwards. What is asked meanwhile is of no use to anybody. */
function leave(): void {
  location.assign(`${DOOR}?then=${encodeURIComponent(location.pathname + location.search)}`);
}

/** The page anew, with the token of today; once in a while only, so that a fault elsewhere makes no endless circle. */
function renew(): void {
  const before = Number(sessionStorage.getItem(RENEWED) ?? 0);
  if (Date.now() - before < RENEWAL_MS) return;
  sessionStorage.setItem(RENEWED, String(Date.now()));
  location.reload();
}

function written(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
