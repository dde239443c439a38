import type { ConnectionNews } from "../../contract/messages.ts";
import type { Connection, Integration } from "./types.ts";

/** What there is to tell of a connection. One that is no longer in the catalog was disconnected. */
export function newsOf(entry: Integration, id: string, found?: Connection): ConnectionNews {
  return {
    connection_id: id,
    integration_id: entry.integration_id,
    integration: entry.slug,
    state: found?.state ?? "disconnected",
    account_label: found?.account_label ?? found?.label ?? "",
  };
}
