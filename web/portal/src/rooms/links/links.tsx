/** Connect links: the hosted marketplace for one customer, by mail or from support. */

import { useState } from "react";
import { useMay } from "../../may.ts";
import { useFilter } from "../../parts/address.ts";
import { Button } from "../../parts/button.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Chips, Toolbar } from "../../parts/toolbar.tsx";
import { CreateLink } from "./create-link.tsx";
import { LinkList } from "./link-list.tsx";

export function Links() {
  const filter = useFilter(["state"]);
  const may = useMay()("connect_links:write");
  const [creating, setCreating] = useState(false);
  const create = may && <Button tone="primary" glyph="plus" onClick={() => setCreating(true)}>Create a connect link</Button>;
  return (
    <PageFrame title="Connect links" about="A link opens the hosted marketplace for one customer, as often as needed while it lives. Send it by mail or from support." actions={create}>
      <Toolbar>
        <Chips filter={filter} name="state" label="State" options={[{ value: "", label: "All" }, { value: "active", label: "Open" }, { value: "expired", label: "Expired" }, { value: "revoked", label: "Revoked" }]} />
      </Toolbar>
      <LinkList state={filter.get("state")} filtered={filter.active} onClear={filter.clear} create={create} />
      <CreateLink open={creating} onClose={() => setCreating(false)} />
    </PageFrame>
  );
}
