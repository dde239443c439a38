/** Everything that happened in the environment, newest first. */

import { useRead } from "../../api/hooks.ts";
import type { Happening, Page } from "../../api/types.ts";
import { useCursor, useFilter } from "../../parts/address.ts";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { PagedTable, RowLink } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { Pick, Toolbar } from "../../parts/toolbar.tsx";
import { useAddress } from "../../session.ts";
import { EVENT_TYPES, tell } from "./sentences.ts";
import { useNamesOf } from "./names.ts";

export function Events() {
  const filter = useFilter(["type", "customer"]);
  const [cursor] = useCursor();
  const to = useAddress();
  const read = useRead<Page<Happening>>("/v1/events", { type: filter.get("type"), customer: filter.get("customer"), cursor }, { keep: true });
  const names = useNamesOf(read.data?.items ?? []);
  return (
    <PageFrame title="Events" about="What happened to customers, integrations and connections. Your backend reads the same from GET /v1/events.">
      <Toolbar><Pick filter={filter} name="type" label="Type" all="All types" options={EVENT_TYPES.map((type) => ({ value: type, label: type }))} /></Toolbar>
      <PagedTable
        name="Events"
        read={read}
        id={(one) => one.id}
        columns={[
          {
            name: "What happened",
            cell: (one) => {
              const { tone, words } = tell(one.type, one.data, names(one));
              const target = targetOf(one);
              return <span className={`told told--${tone || "plain"}`}>{target ? <RowLink to={to(target)}>{words}</RowLink> : words}</span>;
            },
          },
          { name: "Type", cell: (one) => <code>{one.type}</code> },
          { name: "Data", cell: (one) => <details className="inline-details"><summary>Show</summary><pre className="code" tabIndex={0}><code>{JSON.stringify({ id: one.id, subject_id: one.subject_id, customer_id: one.customer_id, data: one.data }, null, 2)}</code></pre></details> },
          { name: "When", cell: (one) => <Ago at={one.created_at} /> },
        ]}
        filtered={filter.active}
        onClear={filter.clear}
        empty={<Empty glyph="pulse" title="Nothing has happened yet">The first connection will show here, and every change of it.</Empty>}
      />
    </PageFrame>
  );
}

/** The page of what it happened to. */
export function targetOf({ type, subject_id: subject }: Happening): string | null {
  if (type.endsWith(".deleted") || type.endsWith(".removed")) return null;
  if (type.startsWith("connection.")) return `connections/${subject}`;
  if (type.startsWith("customer.")) return `customers/${subject}`;
  if (type.startsWith("integration.")) return `integrations/${subject}`;
  return null;
}
