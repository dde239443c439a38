/** One of the environment's integrations, by its slug; "" is none of them. */

import { useRead } from "../../api/hooks.ts";
import type { Integration, Page } from "../../api/types.ts";
import { Combobox, type Found } from "../../parts/combobox.tsx";
import { useIntegrations } from "../connections/names.ts";

interface Props {
  value: string;
  onChange: (slug: string) => void;
  none: string;
  id?: string;
  label?: string;
  className?: string;
  /** Those that are on, where the others would be of no use. */
  on?: boolean;
}

export function PickIntegration({ value, onChange, on = false, ...rest }: Props) {
  const known = useIntegrations([value]);
  const chosen = value ? { value, label: known(value)?.display_name ?? value } : null;
  return <Combobox {...rest} chosen={chosen} useFound={on ? useThoseOn : useAll} onChoose={(one) => onChange(one?.value ?? "")} />;
}

const useAll = (words: string | null) => useFound(words, {});
const useThoseOn = (words: string | null) => useFound(words, { enabled: true });

function useFound(words: string | null, narrowed: { enabled?: boolean }): Found {
  const { data, error } = useRead<Page<Integration>>(words === null ? null : "/v1/integrations", { ...narrowed, q: words, sort: "name", limit: 25 }, { keep: true });
  const options = data?.items.map((one) => ({ value: one.slug, label: one.display_name, note: one.slug }));
  return { options: error ? [] : options, more: Boolean(data?.next_cursor), problem: error };
}
