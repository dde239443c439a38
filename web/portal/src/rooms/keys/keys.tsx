/** What the operator's backends call us with. */

import { useState } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { APIKey, Page } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useCursor } from "../../parts/address.ts";
import { Button, LinkButton } from "../../parts/button.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { PagedTable } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge, plural } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";

const STATES = { active: <Badge tone="good">Works</Badge>, expired: <Badge>Expired</Badge>, revoked: <Badge>Revoked</Badge> } as const;

export function Keys() {
  const [cursor] = useCursor();
  const to = useAddress();
  const may = useMay()("api_keys:write");
  const say = useToast();
  const [asked, setAsked] = useState<APIKey | null>(null);
  const read = useRead<Page<APIKey>>("/v1/api-keys", { cursor }, { keep: true });
  const revoke = useAct((id: string, send) => send<void>(`/v1/api-keys/${id}`, { method: "DELETE" }), ["/v1/api-keys"]);
  const create = may && <LinkButton tone="primary" glyph="plus" to={to("keys/create")}>Create an API key</LinkButton>;
  const close = () => {
    revoke.reset();
    setAsked(null);
  };
  return (
    <PageFrame title="API keys" about="For your backends only: a key never belongs into a browser or an app." actions={create}>
      <PagedTable
        name="API keys"
        read={read}
        id={(one) => one.id}
        columns={[
          { name: "Name", cell: (one) => <span className="clip">{one.name}</span> },
          { name: "Key", cell: (one) => <code>{one.hint}</code> },
          { name: "May", cell: (one) => <details className="inline-details"><summary>{plural(one.scopes.length, "scope")}</summary><ul className="scopes">{one.scopes.map((scope) => <li key={scope}><code>{scope}</code></li>)}</ul></details> },
          { name: "State", cell: (one) => STATES[one.state] },
          { name: "Last used", cell: (one) => <Ago at={one.last_used_at} /> },
          { name: "Created", kind: "extra", cell: (one) => <Ago at={one.created_at} /> },
          { name: "Actions", quiet: true, kind: "actions", cell: (one) => may && one.state === "active" && <Button small tone="quiet-danger" onClick={() => setAsked(one)}>Revoke<span className="visually-hidden"> {one.name}</span></Button> },
        ]}
        empty={<Empty glyph="key" title="No API keys yet" actions={create}>Your backend needs one to open connect sessions and to read credentials.</Empty>}
      />
      <Confirm
        open={asked !== null}
        onClose={close}
        title={`Revoke ${asked?.name ?? "the key"}?`}
        deed="Revoke"
        name={asked?.name}
        busy={revoke.isPending}
        problem={revoke.error}
        onConfirm={() => asked && revoke.mutate(asked.id, { onSuccess: () => { say(`${asked.name} was revoked`); close(); } })}
      >
        <p>Whatever calls with <code>{asked?.hint}</code> is refused from now on. It was last used <Ago at={asked?.last_used_at} none="never" />. This cannot be undone.</p>
      </Confirm>
    </PageFrame>
  );
}
