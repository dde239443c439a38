/** Events in sentences for staff. One that has none is shown by its name. */

export type Tone = "good" | "warn" | "bad" | "";

const SENTENCES: Readonly<Record<string, readonly [Tone, string]>> = {
  "customer.created": ["", "{customer} is a new customer"],
  "customer.updated": ["", "The details of {customer} changed"],
  "customer.deleted": ["", "A customer was deleted, and all its keys with it"],
  "integration.created": ["good", "{slug} was added"],
  "integration.updated": ["", "The settings of {slug} changed"],
  "integration.removed": ["", "{slug} was removed"],
  "connection.created": ["good", "{customer} connected {app}{account}"],
  "connection.reconnected": ["good", "{customer} reconnected {app}{account}"],
  "connection.recovered": ["good", "The connection of {customer} to {app} works again"],
  "connection.account_changed": ["warn", "{customer} now uses another account of {app}: {to} instead of {from}"],
  "connection.needs_reauth": ["bad", "{customer} has to reconnect {app}"],
  "connection.refresh_failing": ["warn", "The permission of {customer} at {app} could not be renewed"],
  "connection.scopes_changed": ["", "{app} changed what {customer} allowed"],
  "connection.updated": ["", "A connection of {customer} was renamed"],
  "connection.disconnected": ["", "{customer} disconnected {app}{account}"],
  "connection.revoked": ["", "{app} confirmed the end of a permission"],
  "connection.revocation_given_up": ["warn", "{app} could not be told that a permission has ended"],
  "connect_link.created": ["", "A connect link for {customer} was made"],
  "connect_link.opened": ["", "{customer} opened a connect link"],
  "connect_link.revoked": ["", "A connect link of {customer} was revoked"],
};

export interface Parts {
  customer?: string | undefined;
  app?: string | undefined;
}

export interface Told {
  tone: Tone;
  words: string;
}

export function tell(type: string, data: Readonly<Record<string, unknown>>, parts: Parts = {}): Told {
  const [tone, sentence] = SENTENCES[type] ?? ["" as Tone, type];
  const account = label(data["account"]);
  const values: Record<string, string> = {
    customer: parts.customer ?? "A customer",
    app: parts.app ?? (sentence.startsWith("{app}") ? "The app" : "the app"),
    slug: text(data["slug"]) ?? "An integration",
    account: account ? ` (${account})` : "",
    from: label(data["from"]) ?? "another one",
    to: label(data["to"]) ?? "another one",
  };
  return { tone, words: sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole) };
}

export const EVENT_TYPES: readonly string[] = Object.keys(SENTENCES);

function label(account: unknown): string | undefined {
  if (typeof account !== "object" || account === null) return undefined;
  const { label: name, id } = account as { label?: unknown; id?: unknown };
  return text(name) ?? text(id);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value ? value : undefined;
}
