/** The operator's people: who they are, what they may do, and how others come in. */

import { useState } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Page, Role } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { PagedTable } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge } from "../../parts/words.tsx";
import { useSession } from "../../session.ts";
import { Invite } from "./invite.tsx";
import { roleName, ROLES, type Member } from "./types.ts";

export function StaffRoom() {
  const { me } = useSession();
  const say = useToast();
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const read = useRead<Page<Member>>("/portal/api/staff");
  const change = useAct(({ id, role }: { id: string; role: Role }, send) => send<Member>(`/portal/api/staff/${id}`, { method: "PATCH", body: { role } }), ["/portal/api/staff", "/portal/api/me"]);
  const remove = useAct((id: string, send) => send<void>(`/portal/api/staff/${id}`, { method: "DELETE" }), ["/portal/api/staff"]);
  const owner = me.staff.role === "owner";
  const mayChange = (one: Member) => one.id !== me.staff.id && (owner || one.role !== "owner");
  const close = () => {
    remove.reset();
    setLeaving(null);
  };
  return (
    <PageFrame title="Staff" about="The people of your company who may sign in here." actions={<Button tone="primary" glyph="plus" onClick={() => setInviting(true)}>Invite somebody</Button>}>
      {change.error && <ProblemBanner problem={change.error} />}
      <PagedTable
        name="Staff"
        read={read}
        id={(one) => one.id}
        columns={[
          { name: "Person", cell: (one) => <span className="two-lines"><span>{one.name || one.email}{one.id === me.staff.id && <span className="faint"> (you)</span>}</span>{one.name && <span className="faint">{one.email}</span>}</span> },
          {
            name: "Role",
            cell: (one) => mayChange(one)
              ? (
                <select
                  className="select pick"
                  aria-label={`Role of ${one.name || one.email}`}
                  value={one.role}
                  disabled={change.isPending}
                  onChange={(event) => change.mutate({ id: one.id, role: event.target.value as Role }, { onSuccess: (now) => say(`${now.name || now.email} is ${roleName(now.role)} now`) })}
                >
                  {ROLES.filter((role) => owner || role.value !== "owner").map((role) => <option key={role.value} value={role.value}>{role.label}</option>)}
                </select>
              )
              : roleName(one.role),
          },
          { name: "Second factor", cell: (one) => one.second_factor ? <Badge tone="good">On</Badge> : <Badge>Off</Badge> },
          { name: "Since", cell: (one) => <Ago at={one.created_at} /> },
          { name: "Actions", quiet: true, kind: "actions", cell: (one) => mayChange(one) && <Button small tone="quiet-danger" onClick={() => setLeaving(one)}>Remove<span className="visually-hidden"> {one.name || one.email}</span></Button> },
        ]}
        empty={null}
      />
      <Invite open={inviting} onClose={() => setInviting(false)} />
      <Confirm
        open={leaving !== null}
        onClose={close}
        title={`Remove ${leaving?.name || leaving?.email}?`}
        deed="Remove"
        name={leaving?.email}
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => leaving && remove.mutate(leaving.id, { onSuccess: () => { say(`${leaving.name || leaving.email} was removed`); close(); } })}
      >
        <p>Signed out everywhere, at once. What this person did stays in the audit log; API keys keep working.</p>
      </Confirm>
    </PageFrame>
  );
}
