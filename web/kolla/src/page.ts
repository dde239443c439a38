/**
 * The operator's page, as Kolla's SDK lets it be heard: JSON as text, to and from anywhere. What it may say is read
 * strictly; everything else is nothing.
 */

export type FromPage =
  | { kind: "token"; token: string }
  | { kind: "shown"; shown: boolean }
  | { kind: "opened"; connector?: string };

const LONGEST = 16_384;
const CONNECTOR = /^[a-z0-9][a-z0-9_-]{1,62}$/;
const ONE_APP = /^\/subscriber\/:subscriber\/apps\/:app(\/auth-connector)?$/;

export function readPage(data: unknown): FromPage | undefined {
  const said = parsed(data);
  if (!said) return undefined;
  if (typeof said.token === "string" && said.token !== "") return { kind: "token", token: said.token };
  if (typeof said.show === "boolean") return { kind: "shown", shown: said.show };
  if (said.navigate === "/subscriber/:subscriber/apps") return { kind: "opened" };
  if (typeof said.navigate === "string" && ONE_APP.test(said.navigate)) {
    const { connectorID } = said;
    return typeof connectorID === "string" && CONNECTOR.test(connectorID)
      ? { kind: "opened", connector: connectorID }
      : { kind: "opened" };
  }
  return undefined;
}

/** Whom a consumer token speaks for, in the form in which the SDK compares it. The server has judged the token. */
export function consumerOf(token: string): string | undefined {
  try {
    const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (mark) => mark.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === "string" ? encodeURIComponent(sub) : undefined;
  } catch {
    return undefined;
  }
}

function parsed(data: unknown): Record<string, unknown> | undefined {
  if (typeof data !== "string" || data.length > LONGEST) return undefined;
  try {
    const found: unknown = JSON.parse(data);
    return typeof found === "object" && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
