/** The server's door: whether the site around the widget may show this consumer's marketplace. */

export interface Entry {
  ticket: string;
  frame: string;
}

/** What a customer has to know of a refusal. */
export type Why = "ended" | "refused" | "unreachable";

/** A refusal, in a sentence for the operator's developer. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly why: Why,
  ) {
    super(message);
  }
}

export async function enter(address: string, token: string, site: string): Promise<Entry> {
  let answer: Response;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ site }),
      credentials: "omit",
    });
  } catch {
    throw new Refused("The marketplace cannot be reached. Try again in a moment.", "unreachable");
  }
  const said = (await answer.json().catch(() => ({}))) as { ticket?: unknown; frame?: unknown; message?: unknown };
  if (answer.ok && typeof said.ticket === "string" && typeof said.frame === "string") {
    return { ticket: said.ticket, frame: said.frame };
  }
  const told = typeof said.message === "string" ? said.message : `The marketplace answered with ${answer.status}.`;
  throw new Refused(told, answer.status === 401 ? "ended" : answer.status === 403 ? "refused" : "unreachable");
}
