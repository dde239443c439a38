/** What integrations are called. */

import { useMemo } from "react";
import { useRead } from "../../api/hooks.ts";
import type { Integration, Page, ProviderSummary } from "../../api/types.ts";

export interface Named {
  id: string;
  slug: string;
  name: string;
  picture: string | null;
  icon: string | null;
}

/** The environment's integrations; the first hundred, and no environment that we know of has more. */
export function useIntegrations(): readonly Integration[] | undefined {
  return useRead<Page<Integration>>("/v1/integrations", { limit: 100 }).data?.items;
}

export function useProviders(): readonly ProviderSummary[] | undefined {
  return useRead<Page<ProviderSummary>>("/v1/providers", { limit: 100 }).data?.items;
}

/** Name and mark of an integration by its id. */
export function useNamed(): (integrationId: string, provider: string) => Named {
  const integrations = useIntegrations();
  const providers = useProviders();
  return useMemo(() => {
    const icons = new Map(providers?.map((one) => [one.slug, one.icon]));
    const known = new Map(integrations?.map((one) => [one.id, one]));
    return (id, provider) => {
      const one = known.get(id);
      return { id, slug: one?.slug ?? provider, name: one?.display_name ?? provider, picture: one?.logo ?? null, icon: icons.get(provider) ?? null };
    };
  }, [integrations, providers]);
}
