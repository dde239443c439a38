/** Cards that stand in while nothing is switched on. */

import { useMemo } from "react";
import type { ProviderSummary, Showcase } from "../../api/types.ts";
import { useProviders } from "../connections/names.ts";

const EXAMPLES = ["slack", "hubspot", "google-drive", "stripe"];

/** Undefined unless they are wanted. */
export function useExamples(wanted: boolean): Showcase | undefined {
  const known = EXAMPLES.map(useProviders(EXAMPLES));
  return useMemo(() => {
    const items = known.filter((one) => one !== undefined).map(example);
    return wanted && items.length > 0 ? { items, categories: [] } : undefined;
  }, [wanted, ...known]);
}

function example({ slug, name, description, categories, icon }: ProviderSummary, hue: number): Showcase["items"][number] {
  return {
    id: slug,
    kind: "integration",
    slug,
    integration_id: slug,
    provider: slug,
    name,
    description,
    categories,
    logo_url: icon ? `/assets/icons/${icon.replace(":", "-")}.svg` : null,
    logo_fills: false,
    monogram: name.charAt(0),
    hue,
    background: null,
    link_url: null,
    documentation_url: null,
    state: "not_connected",
    enabled: true,
    redirects: true,
    values: [],
    fields: [],
    connections: [],
    long_description: "",
    permissions: [],
    accounts: [],
    happenings: [],
    method_help: "",
  };
}
