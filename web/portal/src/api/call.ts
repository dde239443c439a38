/** One request to the server, in the name of whoever is signed in. */

import { csrf } from "../shell.ts";
import { problemOf, unreachable } from "./problem.ts";

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Query | undefined;
  environment?: string | null;
  signal?: AbortSignal;
}

const DOOR = "/portal/sign-in";

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
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

/** To the sign-in page. What is asked meanwhile is of no use to anybody. */
function leave(): void {
  location.assign(DOOR);
}

function written(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
