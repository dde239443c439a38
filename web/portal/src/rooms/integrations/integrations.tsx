/** What the operator's customers can connect. */

import type { Integration } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useFilter } from "../../parts/address.ts";
import { LinkButton } from "../../parts/button.tsx";
import { Logo } from "../../parts/logo.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { usePaged } from "../../parts/paged.ts";
import { PagedTable, RowLink } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { Chips, SearchBox, Toolbar } from "../../parts/toolbar.tsx";
import { Badge } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";
import { useProviders } from "../connections/names.ts";
import { useStatistics } from "../overview/statistics.ts";

export function Integrations() {
  const filter = useFilter(["q", "enabled"]);
  const to = useAddress();
  const may = useMay()("integrations:write");
  const counts = useStatistics(1).data?.integrations;
  const read = usePaged<Integration>("/v1/integrations", { q: filter.get("q"), enabled: filter.get("enabled") }, { sort: "name", counted: true });
  const providers = useProviders(read.data?.items.map((one) => one.provider));
  const add = may && <LinkButton tone="primary" glyph="plus" to={to("integrations/add")}>Add an integration</LinkButton>;
  return (
    <PageFrame title="Integrations" about="Each is a provider with your own client there. Those that are on stand in your customers' marketplace." actions={add}>
      <Toolbar>
        <SearchBox filter={filter} name="q" label="Search integrations" />
        <Chips filter={filter} name="enabled" label="State" options={[{ value: "", label: "All" }, { value: "true", label: "On" }, { value: "false", label: "Off" }]} />
      </Toolbar>
      <PagedTable
        name="Integrations"
        read={read}
        sorted="name"
        id={(one) => one.id}
        columns={[
          {
            name: "Integration",
            sort: "name",
            cell: (one) => (
              <RowLink to={to(`integrations/${one.id}`)} before={<Logo name={one.display_name} slug={one.slug} picture={one.logo} icon={providers(one.provider)?.icon} />}>
                <span className="two-lines"><span>{one.display_name}</span><span className="faint">{one.slug}</span></span>
              </RowLink>
            ),
          },
          { name: "State", cell: (one) => <StateOf integration={one} /> },
          { name: "Works", kind: "number", cell: (one) => (counts?.find((count) => count.integration_id === one.id)?.connections.active ?? 0).toLocaleString() },
          {
            name: "Need their customer", kind: "number",
            cell: (one) => {
              const lost = counts?.find((count) => count.integration_id === one.id)?.connections.needs_reauth ?? 0;
              return <span className={lost ? "warned" : "faint"}>{lost.toLocaleString()}</span>;
            },
          },
          { name: "Added", kind: "extra", sort: "created_at", cell: (one) => <Ago at={one.created_at} /> },
        ]}
        filtered={filter.active}
        onClear={filter.clear}
        empty={<Empty glyph="grid" title="Nothing to connect yet" actions={add}>Pick a provider from the catalog and give it your own client. Your customers see it as soon as you switch it on.</Empty>}
      />
    </PageFrame>
  );
}

export function StateOf({ integration }: { integration: Integration }) {
  return integration.enabled ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>;
}
