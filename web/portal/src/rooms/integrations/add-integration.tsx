/** The catalog of providers: pick one, and it becomes an integration that is off until its client is there. */

import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Integration, Page, ProviderSummary } from "../../api/types.ts";
import { useFilter } from "../../parts/address.ts";
import { Logo } from "../../parts/logo.tsx";
import { Empty, ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { useOnce } from "../../parts/once.ts";
import { PageFrame } from "../../parts/page.tsx";
import { Chips, SearchBox, Toolbar } from "../../parts/toolbar.tsx";
import { categoryName, plural } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";
import { ChooseMethod, METHODS } from "./choose-method.tsx";

const CHIPS = 9;

export function AddIntegration() {
  const filter = useFilter(["q", "category"]);
  const to = useAddress();
  const all = useRead<Page<ProviderSummary>>("/v1/providers", { limit: 100 }).data?.items;
  const chosen = filter.get("category");
  const categories = useMemo(() => ranked(all ?? [], chosen), [all, chosen]);
  const found = useRead<Page<ProviderSummary>>("/v1/providers", { q: filter.get("q"), category: chosen, limit: 100 }, { keep: true });
  return (
    <PageFrame title="Add an integration" about="Pick what your customers shall be able to connect." back={{ to: to("integrations"), label: "Integrations" }}>
      <Toolbar>
        <SearchBox filter={filter} name="q" label="Search providers" />
        <Chips filter={filter} name="category" label="Category" options={[{ value: "", label: "All" }, ...categories.map((slug) => ({ value: slug, label: categoryName(slug) }))]} />
      </Toolbar>
      {found.isPending && <div className="panel"><Waiting lines={6} /></div>}
      {found.isError && <ProblemBanner problem={found.error} again={() => void found.refetch()} />}
      {found.data && <Found providers={found.data.items} more={found.data.next_cursor !== null} />}
    </PageFrame>
  );
}

function Found({ providers, more }: { providers: readonly ProviderSummary[]; more: boolean }) {
  const integrations = useRead<Page<Integration>>("/v1/integrations", { limit: 100 }).data?.items;
  const navigate = useNavigate();
  const to = useAddress();
  const [asked, setAsked] = useState<ProviderSummary | null>(null);
  const add = useAct(
    async ({ provider, method }: { provider: ProviderSummary; method?: string }, send) => {
      const { items } = await send<Page<Integration>>("/v1/integrations", { query: { q: provider.slug, limit: 100 } });
      return send<Integration>("/v1/integrations", { method: "POST", body: bodyFor(provider, method, items) });
    },
    ["/v1/integrations", "/v1/statistics"],
  );
  const once = useOnce(add.isPending);
  if (providers.length === 0) {
    return <Empty glyph="search" title="No provider of that name">Try another word or category. Your developers can add providers of your own through the API; those with OAuth 2.0, API keys or passwords need no code.</Empty>;
  }
  const make = (provider: ProviderSummary, method?: string) => once(() => add.mutate({ provider, ...(method && { method }) }, {
    onSuccess: (made) => void navigate(to(`integrations/${made.id}`)),
    onSettled: () => setAsked(null),
  }));
  const pick = (provider: ProviderSummary) => provider.methods.length > 1 ? setAsked(provider) : make(provider);
  return (
    <>
      {add.error && <ProblemBanner problem={add.error} />}
      <p className="visually-hidden" role="status">{plural(providers.length, "provider")}</p>
      <ul className="catalog">
        {providers.map((provider) => {
          const held = integrations?.some((one) => one.provider === provider.slug);
          const busy = add.isPending && add.variables.provider.slug === provider.slug;
          return (
            <li key={provider.slug} className="card card--pick" aria-busy={busy}>
              <Logo name={provider.name} slug={provider.slug} icon={provider.icon} size="normal" />
              <div className="card__title">
                <h2 className="card__name"><button type="button" className="card__link card__button" disabled={add.isPending} onClick={() => pick(provider)}>{provider.name}</button></h2>
                <span className="card__kind">{provider.categories.slice(0, 2).map(categoryName).join(", ")}</span>
              </div>
              <p className="card__about">{provider.description}</p>
              <div className="card__foot card__foot--low">
                <span className="faint small">{[...new Set(provider.methods.map((method) => METHODS[method.type] ?? method.label))].join(", ")}</span>
                {busy ? <span className="spinner" /> : held && <span className="badge badge--plain">In use</span>}
              </div>
            </li>
          );
        })}
      </ul>
      {asked && <ChooseMethod provider={asked} busy={add.isPending} onChoose={(method) => make(asked, method)} onClose={() => setAsked(null)} />}
      {more && <p className="faint small">The first {providers.length}. Search to see others.</p>}
    </>
  );
}

/** Off, so that it needs no client yet: the provider asks for the redirect URI first, and that has the new one's id. */
function bodyFor(provider: ProviderSummary, method: string | undefined, integrations: readonly Integration[]): object {
  const taken = new Set(integrations.map((one) => one.slug));
  let slug = provider.slug;
  for (let number = 2; taken.has(slug); number += 1) slug = `${provider.slug}-${number}`;
  return { provider: provider.slug, slug, enabled: false, ...(method && { method_id: method }) };
}

/** The categories with the most providers, and always the chosen one. */
function ranked(providers: readonly ProviderSummary[], chosen: string): string[] {
  const counts = new Map<string, number>();
  for (const slug of providers.flatMap((one) => one.categories)) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  const first = [...counts].sort(([one, count], [other, more]) => more - count || one.localeCompare(other)).slice(0, CHIPS).map(([slug]) => slug);
  return chosen && !first.includes(chosen) ? [...first, chosen] : first;
}
