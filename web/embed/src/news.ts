/** What the page hears of connections. */

import type { ConnectionEventName, ConnectionNews } from "../../contract/messages.ts";
import type { Host } from "./host.ts";
import type { Card, Shop } from "./shapes.ts";

const LONGEST_NAME = 1000;

export function tell(
  host: Host,
  name: ConnectionEventName,
  card: Card,
  connection: { id: string; name: string },
  state: ConnectionNews["state"],
): void {
  host.say({
    type: "event",
    name,
    data: {
      connection_id: connection.id,
      integration_id: card.integration_id ?? card.id,
      integration: card.slug,
      state,
      account_label: connection.name.slice(0, LONGEST_NAME),
    },
  });
}

/** Accounts that worked when they were last looked at, and do not now. */
export function tellLost(host: Host, before: Shop, now: Shop): void {
  const worked = new Set(before.items.flatMap((card) => card.connections.filter(({ state }) => state === "active").map(({ id }) => id)));
  for (const card of now.items)
    for (const { id, state, label, account_label } of card.connections)
      if (state === "needs_reauth" && worked.has(id))
        tell(host, "connection.needs_reauth", card, { id, name: label || account_label || "" }, "needs_reauth");
}
