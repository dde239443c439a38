/** The operator's customers, as far as Bothways knows them. */

import { useState } from "react";
import type { Customer } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useFilter } from "../../parts/address.ts";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { usePaged } from "../../parts/paged.ts";
import { PagedTable, RowLink } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { SearchBox, Toolbar } from "../../parts/toolbar.tsx";
import { useAddress } from "../../session.ts";
import { CustomerForm } from "./customer-form.tsx";

const NEWEST = "-created_at";

export function Customers() {
  const filter = useFilter(["q"]);
  const to = useAddress();
  const may = useMay()("customers:write");
  const [adding, setAdding] = useState(false);
  const read = usePaged<Customer>("/v1/customers", { q: filter.get("q") }, { sort: NEWEST, counted: true });
  const add = may && <Button glyph="plus" onClick={() => setAdding(true)}>Add a customer</Button>;
  return (
    <PageFrame title="Customers" about="They appear here with their first connect session; you need not add them by hand." actions={add}>
      <Toolbar><SearchBox filter={filter} name="q" label="Search names, ids and e-mail addresses" /></Toolbar>
      <PagedTable
        name="Customers"
        read={read}
        sorted={NEWEST}
        id={(one) => one.id}
        columns={[
          { name: "Customer", sort: "name", cell: (one) => <RowLink to={to(`customers/${one.id}`)}>{one.name || one.external_id}</RowLink> },
          { name: "Your id", cell: (one) => <code className="clip">{one.external_id}</code> },
          { name: "E-mail", cell: (one) => one.email && <span className="clip">{one.email}</span> },
          { name: "Since", kind: "extra", sort: "created_at", cell: (one) => <Ago at={one.created_at} /> },
        ]}
        filtered={filter.active}
        onClear={filter.clear}
        empty={
          <Empty glyph="users" title="No customers yet" actions={add}>
            Open a connect session from your backend, and the customer that it names is created. Or add one here to try things out.
          </Empty>
        }
      />
      <CustomerForm open={adding} onClose={() => setAdding(false)} />
    </PageFrame>
  );
}
