/** Every connection of the environment. */

import type { Connection } from "../../api/types.ts";
import { useFilter } from "../../parts/address.ts";
import { LinkButton } from "../../parts/button.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { usePaged } from "../../parts/paged.ts";
import { PagedTable } from "../../parts/table.tsx";
import { Chips, SearchBox, Toolbar } from "../../parts/toolbar.tsx";
import { useAddress } from "../../session.ts";
import { PickIntegration } from "../integrations/pick-integration.tsx";
import { useStatistics } from "../overview/statistics.ts";
import { connectionColumns } from "./columns.tsx";
import { useNamed } from "./names.ts";

const NEWEST = "-created_at";
const NAMES = ["q", "show", "integration", "customer"];
const SHOWN: Readonly<Record<string, { state?: string; trouble?: boolean }>> = {
  working: { state: "active", trouble: false },
  lost: { state: "needs_reauth" },
  trouble: { trouble: true },
  ended: { state: "disconnected" },
};

export function Connections() {
  const filter = useFilter(NAMES);
  const to = useAddress();
  const states = useStatistics(1).data?.connections;
  const query = { q: filter.get("q"), integration: filter.get("integration"), customer: filter.get("customer"), ...SHOWN[filter.get("show")] };
  const read = usePaged<Connection>("/v1/connections", query, { sort: NEWEST, counted: true });
  const named = useNamed(read.data?.items ?? []);
  return (
    <PageFrame title="Connections" about="Each is one account that a customer connected through one of your integrations.">
      <Toolbar>
        <SearchBox filter={filter} name="q" label="Search accounts and customers" />
        <PickIntegration label="Integration" className="pick" none="All integrations" value={filter.get("integration")} onChange={(integration) => filter.set({ integration })} />
        <Chips
          filter={filter}
          name="show"
          label="State"
          options={[
            { value: "", label: "All" },
            { value: "working", label: "Works" },
            { value: "lost", label: "Needs its customer", count: states?.needs_reauth },
            { value: "trouble", label: "Trouble", count: states?.trouble },
            { value: "ended", label: "Disconnected" },
          ]}
        />
        {filter.get("customer") && <button type="button" className="chip" aria-pressed onClick={() => filter.set({ customer: "" })}>Customer {filter.get("customer")} ×<span className="visually-hidden"> remove this filter</span></button>}
      </Toolbar>
      <PagedTable
        name="Connections"
        read={read}
        sorted={NEWEST}
        id={(one) => one.id}
        columns={connectionColumns(to, named)}
        filtered={filter.active}
        onClear={filter.clear}
        empty={
          <Empty glyph="link" title="Nobody has connected anything yet" actions={<><LinkButton tone="primary" to={to("links")}>Create a connect link</LinkButton><LinkButton to={to("integrations")}>Integrations</LinkButton></>}>
            Show your customers the marketplace inside of your product, or send one of them a connect link to try it out.
          </Empty>
        }
      />
    </PageFrame>
  );
}
