/** What the ids in events are called. */

import { useQueries } from "@tanstack/react-query";
import { call } from "../../api/call.ts";
import type { Customer, Happening } from "../../api/types.ts";
import { useEnvironment } from "../../session.ts";
import { useIntegrations } from "../connections/names.ts";
import type { Parts } from "./sentences.ts";

/** Customers are read one by one, each once: a page of events names a few. */
export function useNamesOf(events: readonly Happening[]): (event: Happening) => Parts {
  const { id: environment } = useEnvironment();
  const integrations = useIntegrations(events.map(integrationOf));
  const ids = [...new Set(events.flatMap((one) => one.customer_id ?? []))];
  const customers = useQueries({
    queries: ids.map((id) => ({
      queryKey: [environment, `/v1/customers/${id}`, null],
      queryFn: () => call<Customer>(`/v1/customers/${id}`, { environment }),
      retry: false,
      staleTime: 60_000,
    })),
    combine: (results) => new Map(results.flatMap(({ data }) => (data ? [[data.id, data.name || data.external_id] as const] : []))),
  });
  return ({ customer_id: customer, data }) => ({
    customer: customer ? customers.get(customer) : undefined,
    app: integrations(integrationOf({ data }))?.display_name,
  });
}

function integrationOf({ data }: Pick<Happening, "data">): string {
  return String(data["integration_id"] ?? "");
}
