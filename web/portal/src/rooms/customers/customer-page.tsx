/** One customer: who it is, what it connected, and how to let it in. */

import { useState } from "react";
import { useParams } from "react-router";
import { useRead } from "../../api/hooks.ts";
import type { Connection, Customer, Page } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useCursor } from "../../parts/address.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Empty, ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting, Part } from "../../parts/page.tsx";
import { PagedTable } from "../../parts/table.tsx";
import { Moment } from "../../parts/time.tsx";
import { Fact, Facts, Id } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";
import { connectionColumns } from "../connections/columns.tsx";
import { useNamed } from "../connections/names.ts";
import { CreateLink } from "../links/create-link.tsx";
import { LinkList } from "../links/link-list.tsx";
import { CustomerForm } from "./customer-form.tsx";
import { DeleteCustomer } from "./delete-customer.tsx";
import { Sessions } from "./sessions.tsx";

export function CustomerPage() {
  const { id = "" } = useParams();
  const read = useRead<Customer>(`/v1/customers/${id}`);
  const to = useAddress();
  if (read.isPending) return <PageWaiting title="Customer" />;
  if (read.isLoadingError) {
    return <PageFrame title="Customer" back={{ to: to("customers"), label: "Customers" }}><ProblemBanner problem={read.error} again={() => void read.refetch()} /></PageFrame>;
  }
  return <Shown customer={read.data} />;
}

function Shown({ customer }: { customer: Customer }) {
  const [asked, setAsked] = useState<"link" | "change" | "delete" | null>(null);
  const to = useAddress();
  const may = useMay();
  const [cursor] = useCursor("connections");
  const connections = useRead<Page<Connection>>("/v1/connections", { customer: customer.external_id, limit: 25, cursor }, { keep: true });
  const named = useNamed(connections.data?.items ?? []);
  const close = () => setAsked(null);
  return (
    <PageFrame
      title={customer.name || customer.external_id}
      {...(customer.email && { about: customer.email })}
      back={{ to: to("customers"), label: "Customers" }}
      actions={may("customers:write") && (
        <>
          {may("connect_links:write") && <Button tone="primary" glyph="link" onClick={() => setAsked("link")}>Create a connect link</Button>}
          <Menu
            trigger={<IconButton name="More actions" glyph="dots" tone="plain" />}
            items={[
              { label: "Change", glyph: "pencil", onSelect: () => setAsked("change") },
              { label: "Delete", glyph: "trash", danger: true, onSelect: () => setAsked("delete") },
            ]}
          />
        </>
      )}
    >
      <div className="panel">
        <Facts>
          <Fact name="Your id"><Id text={customer.external_id} name="your id of the customer" /></Fact>
          <Fact name="Our id"><Id text={customer.id} name="our id of the customer" /></Fact>
          <Fact name="Known since"><Moment at={customer.created_at} /></Fact>
          {Object.entries(customer.metadata).map(([name, value]) => <Fact key={name} name={name}>{value}</Fact>)}
        </Facts>
      </div>
      <Part title="Connections">
        <PagedTable
          name={`Connections of ${customer.name || customer.external_id}`}
          read={connections}
          cursor="connections"
          id={(one) => one.id}
          columns={connectionColumns(to, named, { ofOne: true, sort: false })}
          empty={
            <Empty glyph="link" title="Nothing connected yet" actions={may("connect_links:write") && <Button onClick={() => setAsked("link")}>Create a connect link</Button>}>
              A connect link opens the marketplace for this customer, in any browser.
            </Empty>
          }
        />
      </Part>
      <Part title="Connect links"><LinkList customer={customer.external_id} /></Part>
      <Part title="Sessions" about="Each time your product or a link let the customer's browser in."><Sessions customer={customer.external_id} /></Part>
      <CreateLink customer={customer} open={asked === "link"} onClose={close} />
      <CustomerForm customer={customer} open={asked === "change"} onClose={close} />
      <DeleteCustomer customer={customer} open={asked === "delete"} onClose={close} />
    </PageFrame>
  );
}
