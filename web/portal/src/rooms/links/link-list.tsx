import { useState, type ReactNode } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { ConnectLink, Page } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useCursor } from "../../parts/address.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PagedTable, RowLink, type Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge, plural, type Tone } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";
import { useIntegrations } from "../connections/names.ts";

const STATES: Readonly<Record<ConnectLink["state"], readonly [Tone, string]>> = {
  active: ["good", "Open"],
  expired: ["plain", "Expired"],
  revoked: ["plain", "Revoked"],
};

interface Props {
  /** Of one customer, by the operator's id. */
  customer?: string;
  state?: string;
  filtered?: boolean;
  onClear?: () => void;
  create?: ReactNode;
}

export function LinkList({ customer, state, filtered = false, onClear, create }: Props) {
  const place = customer ? "links" : "cursor";
  const [cursor] = useCursor(place);
  const read = useRead<Page<ConnectLink>>("/v1/connect-links", customer ? { customer, limit: 10, cursor } : { state, cursor }, { keep: true });
  const integrations = useIntegrations(read.data?.items.flatMap((one) => one.integration_ids ?? []));
  const may = useMay()("connect_links:write");
  const to = useAddress();
  const say = useToast();
  const [asked, setAsked] = useState<ConnectLink | null>(null);
  const revoke = useAct((id: string, send) => send<void>(`/v1/connect-links/${id}`, { method: "DELETE" }), ["/v1/connect-links", "/v1/connect-sessions"]);
  const names = (ids: string[] | null) => ids === null
    ? <span className="soft">All integrations</span>
    : <span className="clip">{ids.map((id) => integrations(id)?.display_name ?? id).join(", ")}</span>;
  const columns: (Column<ConnectLink> | false)[] = [
    { name: "Link", cell: (one) => <span className="clip">{one.name || "Without a name"}</span> },
    !customer && { name: "Customer", cell: (one) => <RowLink to={to(`customers/${one.customer.id}`)}>{one.customer.name || one.customer.external_id}</RowLink> },
    { name: "For", cell: (one) => names(one.integration_ids) },
    { name: "State", cell: (one) => <Badge tone={STATES[one.state][0]}>{STATES[one.state][1]}</Badge> },
    { name: "Opened", cell: (one) => one.opened_count > 0 ? <>{plural(one.opened_count, "time")}, <Ago at={one.last_opened_at} /></> : <span className="faint">Never</span> },
    { name: "Expires", cell: (one) => <Ago at={one.expires_at} /> },
    { name: "Actions", quiet: true, kind: "actions", cell: (one) => may && one.state === "active" && <Button small tone="quiet-danger" onClick={() => setAsked(one)}>Revoke<span className="visually-hidden"> {one.name}</span></Button> },
  ];
  return (
    <>
      <PagedTable
        name={customer ? "Connect links of this customer" : "Connect links"}
        read={read}
        cursor={place}
        id={(one) => one.id}
        columns={columns.filter((one) => one !== false)}
        filtered={filtered}
        {...(onClear && { onClear })}
        empty={customer
          ? <p className="panel soft">None.</p>
          : <Empty glyph="external" title="No connect links yet" actions={create}>Make one to let a customer connect without your product: from a mail, a chat, or to try things out yourself.</Empty>}
      />
      <Confirm
        open={asked !== null}
        onClose={() => { revoke.reset(); setAsked(null); }}
        title={`Revoke ${asked?.name || "the link"}?`}
        deed="Revoke"
        busy={revoke.isPending}
        problem={revoke.error}
        onConfirm={() => asked && revoke.mutate(asked.id, { onSuccess: () => { say("The link was revoked"); setAsked(null); } })}
      >
        <p>It stops working at once, also where it is open right now. Connections that were made with it stay.</p>
      </Confirm>
    </>
  );
}
