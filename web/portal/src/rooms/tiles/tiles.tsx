/** Cards in the marketplace that connect nothing: announcements, and integrations of the operator's own making. */

import { useRead } from "../../api/hooks.ts";
import type { Page, Tile } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useCursor } from "../../parts/address.ts";
import { LinkButton } from "../../parts/button.tsx";
import { Logo } from "../../parts/logo.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { PagedTable, RowLink } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { Badge } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";

export function Tiles() {
  const [cursor] = useCursor();
  const to = useAddress();
  const may = useMay()("tiles:write");
  const read = useRead<Page<Tile>>("/v1/tiles", { cursor }, { keep: true });
  const add = may && <LinkButton tone="primary" glyph="plus" to={to("tiles/add")}>Add a tile</LinkButton>;
  return (
    <PageFrame title="Tiles" about="Cards in the marketplace that lead somewhere else: what is coming, or what you built yourself." actions={add}>
      <PagedTable
        name="Tiles"
        read={read}
        id={(one) => one.id}
        columns={[
          {
            name: "Tile",
            cell: (one) => (
              <RowLink to={to(`tiles/${one.id}`)} before={<Logo name={one.name} slug={one.slug} picture={one.logo} />}>
                <span className="two-lines"><span>{one.name}</span><span className="faint">{one.slug}</span></span>
              </RowLink>
            ),
          },
          { name: "Kind", cell: (one) => one.kind === "promotional" ? "Announcement" : "Own integration" },
          { name: "State", cell: (one) => one.published ? <Badge tone="good">Shown</Badge> : <Badge>Draft</Badge> },
          { name: "Leads to", cell: (one) => one.link_url && <span className="clip">{one.link_url.replace(/^https:\/\//, "")}</span> },
          { name: "Changed", kind: "extra", cell: (one) => <Ago at={one.updated_at} /> },
        ]}
        empty={<Empty glyph="tile" title="No tiles yet" actions={add}>Announce what is coming and learn who wants it, or list an integration that you built without Bothways.</Empty>}
      />
    </PageFrame>
  );
}
