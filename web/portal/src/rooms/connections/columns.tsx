import type { Connection } from "../../api/types.ts";
import { Logo } from "../../parts/logo.tsx";
import { RowLink, type Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import type { Named } from "./names.ts";
import { StandingBadge } from "./standing.tsx";

type NamedBy = (integrationId: string, provider: string) => Named;

/** Without the customer where all are of the same one. */
export function connectionColumns(to: (path: string) => string, named: NamedBy, { ofOne = false, sort = true } = {}): readonly Column<Connection>[] {
  const columns: (Column<Connection> | false)[] = [
    {
      name: "Connection",
      cell: (one) => {
        const app = named(one.integration_id, one.provider);
        const account = accountOf(one);
        return (
          <RowLink to={to(`connections/${one.id}`)} before={<Logo name={app.name} slug={app.slug} picture={app.picture} icon={app.icon} />}>
            <span className="two-lines"><span>{app.name}</span>{account && <span className="faint">{account}</span>}</span>
          </RowLink>
        );
      },
    },
    !ofOne && { name: "Customer", cell: (one) => <span className="clip">{one.customer.name || one.customer.external_id}</span> },
    { name: "State", cell: (one) => <StandingBadge connection={one} /> },
    { name: "Renewed", kind: "extra", cell: (one) => <Ago at={one.obtained_at} /> },
    { name: "Connected", kind: "extra", ...(sort && { sort: "created_at" }), cell: (one) => <Ago at={one.created_at} /> },
  ];
  return columns.filter((one) => one !== false);
}

export function accountOf(one: Connection): string | null {
  return one.label || one.account.label || one.account.id;
}
