/** What the server answers when it does not do what it was asked (problem+json, RFC 9457). */

import { nextStepFor } from "./next-steps.ts";

interface Told {
  code: string;
  status: number;
  detail: string;
  next_step: string;
  request_id: string;
  errors: { field: string; reason: string }[];
}

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly nextStep: string;
  readonly requestId: string;
  readonly fields: readonly { field: string; reason: string }[];

  constructor(told: Told) {
    super(told.detail);
    this.name = "Problem";
    this.code = told.code;
    this.status = told.status;
    this.nextStep = told.next_step;
    this.requestId = told.request_id;
    this.fields = told.errors;
  }

  /** Why this field is wrong; also when a part of it is (`scopes[2]`, `theme.accent`). A part of a list is named as in `list`. */
  reason(field: string, list: readonly string[] = []): string | undefined {
    const wrong = this.fields.find((one) => one.field === field) ?? this.fields.find((one) => isPart(one.field, field));
    if (!wrong || wrong.field === field) return wrong?.reason;
    const part = wrong.field.slice(field.length);
    const place = /^\[(\d+)\]$/.exec(part)?.[1];
    const name = place === undefined ? part.replace(/^\./, "") : list[Number(place)];
    return name ? `${name}: ${wrong.reason}` : wrong.reason;
  }

  /** Whether any of these fields is named, so that the rest may be said above the form. */
  names(fields: readonly string[]): boolean {
    return this.fields.length > 0 && this.fields.every((one) => fields.some((field) => isPart(one.field, field)));
  }
}

function isPart(field: string, whole: string): boolean {
  return field === whole || field.startsWith(`${whole}[`) || field.startsWith(`${whole}.`);
}

/** No answer at all: nobody knows whether the server did it. */
export function unreachable(): Problem {
  return new Problem({
    code: "unreachable",
    status: 0,
    detail: "The server did not answer.",
    next_step: "Check your connection, then try again.",
    request_id: "",
    errors: [],
  });
}

/** The server's own words for it are meant for those who send keys. */
export function signedOut(): Problem {
  return new Problem({
    code: "unauthenticated",
    status: 401,
    detail: "You are no longer signed in.",
    next_step: "What you typed is still here. Sign in in another tab, then save it.",
    request_id: "",
    errors: [],
  });
}

/** What we know to be wrong before the server is asked. */
export function refused(field: string, reason: string): Problem {
  return new Problem({ code: "refused", status: 0, detail: `${field}: ${reason}`, next_step: "Correct it and try again.", request_id: "", errors: [{ field, reason }] });
}

/** An answer that breaks off, or that comes from something between us and the server, such as another sign-in page. */
export function garbled(status: number): Problem {
  return new Problem({
    code: "garbled",
    status,
    detail: "The answer could not be read.",
    next_step: "Perhaps it did not come from Bothways. Open the portal in another tab to see whether it can be reached, then try again.",
    request_id: "",
    errors: [],
  });
}

/** What the server says, or what can be said of an answer of another form: of something that stands in between. */
export async function problemOf(answer: Response): Promise<Problem> {
  const told: unknown = await answer.json().catch(() => null);
  if (isTold(told)) return new Problem({ ...told, next_step: nextStepFor(told.code, told.next_step), status: answer.status, errors: told.errors ?? [] });
  return new Problem({
    code: "unknown",
    status: answer.status,
    detail: `The server answered with the status ${answer.status}.`,
    next_step: "Try again in a moment.",
    request_id: answer.headers.get("x-request-id") ?? "",
    errors: [],
  });
}

function isTold(told: unknown): told is Omit<Told, "errors"> & Partial<Told> {
  const { code, detail, next_step, request_id, errors = [] } = (told ?? {}) as Partial<Record<keyof Told, unknown>>;
  return [code, detail, next_step, request_id].every((one) => typeof one === "string") && Array.isArray(errors);
}
