/** What integrations are called. */

import { useQueries } from "@tanstack/react-query";
import { call } from "../../api/call.ts";
import { useRead } from "../../api/hooks.ts";
import type { Integration, Page, ProviderSummary } from "../../api/types.ts";
import { useSession } from "../../session.ts";

export interface Named {
  id: string;
  slug: string;
  name: string;
  picture: string | null;
  icon: string | null;
}

const NAMES_MS = 60_000;

/** By id or slug: the environment's first hundred integrations, and those of `wanted` that are not among them. */
export function useIntegrations(wanted: readonly string[] = []): (reference: string | null | undefined) => Integration | undefined {
  return useKnown<Integration>("/v1/integrations", wanted, (one) => [one.id, one.slug]);
}

/** By slug, in the same way. */
export function useProviders(wanted: readonly string[] = []): (slug: string) => ProviderSummary | undefined {
  return useKnown<ProviderSummary>("/v1/providers", wanted, (one) => [one.slug]);
}

/** Name and mark of the integrations of what is on the screen. */
export function useNamed(shown: readonly { integration_id: string; provider: string }[]): (integrationId: string, provider: string) => Named {
  const integrations = useIntegrations(shown.map((one) => one.integration_id));
  const providers = useProviders(shown.map((one) => one.provider));
  return (id, provider) => {
    const one = integrations(id);
    return { id, slug: one?.slug ?? provider, name: one?.display_name ?? provider, picture: one?.logo ?? null, icon: providers(provider)?.icon ?? null };
  };
}

/** What is beyond the first page is read one by one, each once: a screen names a few. */
export function useKnown<One>(path: string | null, wanted: readonly string[], names: (one: One) => readonly string[]): (name: string | null | undefined) => One | undefined {
  const environment = useSession().environment?.id ?? null;
  const first = useRead<Page<One>>(path, { limit: 100 }).data;
  const known = new Map((first?.items ?? []).flatMap((one) => names(one).map((name) => [name, one] as const)));
  const missing = first?.next_cursor ? [...new Set(wanted)].filter((name) => name && !known.has(name)) : [];
  const others = useQueries({
    queries: missing.map((name) => ({
      queryKey: [environment, `${path}/${name}`, null],
      queryFn: () => call<One>(`${path}/${encodeURIComponent(name)}`, { environment }),
      retry: false,
      staleTime: NAMES_MS,
    })),
  });
  for (const { data } of others) if (data) names(data).forEach((name) => known.set(name, data));
  return (name) => name ? known.get(name) : undefined;
}
