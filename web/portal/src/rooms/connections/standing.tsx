/** How a connection stands, in words for staff. */

import type { Connection } from "../../api/types.ts";
import { Badge, type Tone } from "../../parts/words.tsx";

interface Standing {
  tone: Tone;
  words: string;
}

export function standingOf({ state, trouble }: Pick<Connection, "state" | "trouble">): Standing {
  if (state === "disconnected") return { tone: "plain", words: "Disconnected" };
  if (state === "needs_reauth") return { tone: "bad", words: "Needs its customer" };
  if (trouble) return { tone: "warn", words: "Trouble" };
  return { tone: "good", words: "Works" };
}

export function StandingBadge({ connection }: { connection: Pick<Connection, "state" | "trouble"> }) {
  const { tone, words } = standingOf(connection);
  return <Badge tone={tone}>{words}</Badge>;
}

/** Who has to do something about a renewal that failed. */
const VERDICTS: Readonly<Record<string, string>> = {
  provider_down: "The provider did not answer. It is asked again by itself.",
  throttled: "The provider asks for patience. It is asked again by itself.",
  our_settings: "The provider refuses your client. Check client id and secret of the integration, and test it.",
  customer_settings: "Something that the customer entered is wrong, such as a subdomain. The customer has to reconnect.",
  unknown: "The provider answered in a way that proves nothing. It is asked again by itself.",
};

export function verdictWords(verdict: string): string {
  return VERDICTS[verdict] ?? "It is tried again by itself.";
}
