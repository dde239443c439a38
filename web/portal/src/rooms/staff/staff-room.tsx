/** The operator's people: who they are, what they may do, and how others come in. */

import { useState } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Member, Role, StaffLink } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { Menu } from "../../parts/menu.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Table, TableWaiting } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge } from "../../parts/words.tsx";
import { useSession } from "../../session.ts";
import { Invite, LinkToHandOver } from "./invite.tsx";
import { roleName, ROLES } from "./roles.ts";

const PATH = "/portal/api/staff";

export function StaffRoom() {
  const { me } = useSession();
  const say = useToast();
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const read = useRead<{ items: Member[] }>(PATH);
  const change = useAct(({ id, role }: { id: string; role: Role }, send) => send<Member>(`${PATH}/${id}`, { method: "PATCH", body: { role } }), [PATH]);
  const remove = useAct((id: string, send) => send<void>(`${PATH}/${id}`, { method: "DELETE" }), [PATH]);
  const renew = useAct((one: Member, send) => send<StaffLink>(`${PATH}/${one.id}/link`, { method: "POST" }));
  const clear = useAct((one: Member, send) => send<void>(`${PATH}/${one.id}/second-factor`, { method: "DELETE" }), [PATH]);
  const owner = me.staff.role === "owner";
  const may = useMay()("workspace:manage");
  const mayChange = (one: Member) => may && one.id !== me.staff.id && (owner || one.role !== "owner");
  const close = () => {
    remove.reset();
    setLeaving(null);
  };
  return (
    <PageFrame title="Staff" about="The people of your company who may sign in here." actions={may && <Button tone="primary" glyph="plus" onClick={() => setInviting(true)}>Invite somebody</Button>}>
      {change.error && <ProblemBanner problem={change.error} />}
      {renew.error && <ProblemBanner problem={renew.error} />}
      {clear.error && <ProblemBanner problem={clear.error} />}
      {read.isPending && <TableWaiting columns={5} name="Staff" />}
      {read.isError && <ProblemBanner problem={read.error} again={() => void read.refetch()} />}
      {read.data && <Table
        name="Staff"
        rows={read.data.items}
        id={(one) => one.id}
        columns={[
          { name: "Person", cell: (one) => <span className="two-lines"><span>{one.name || one.email}{one.state === "invited" && <> <Badge tone="info" dot={false}>Invited</Badge></>}{one.id === me.staff.id && <span className="faint"> (you)</span>}</span>{one.name !== one.email && <span className="faint">{one.email}</span>}</span> },
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
          { name: "Last signed in", cell: (one) => <Ago at={one.last_signed_in_at} /> },
          { name: "Actions", quiet: true, kind: "actions", cell: (one) => mayChange(one) && (
            <Menu
              trigger={<IconButton small name={`Actions for ${one.name || one.email}`} glyph="dots" />}
              items={[
                { label: one.state === "invited" ? "New invitation link" : "Link to a new password", glyph: "link", onSelect: () => renew.mutate(one) },
                one.second_factor && { label: "Remove the second factor", glyph: "shield", onSelect: () => clear.mutate(one, { onSuccess: () => say(`${one.name} signs in without a second factor now`) }) },
                { label: "Remove", glyph: "trash", danger: true, onSelect: () => setLeaving(one) },
              ]}
            />
          ) },
        ]}
      />}
      {renew.data && renew.variables && <LinkToHandOver open link={renew.data} email={renew.variables.email} onClose={() => renew.reset()} />}
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
