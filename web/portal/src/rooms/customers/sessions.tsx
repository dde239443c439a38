import { useAct, useRead } from "../../api/hooks.ts";
import type { ConnectSession, Page } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button } from "../../parts/button.tsx";
import { useCursor } from "../../parts/address.ts";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PagedTable } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge } from "../../parts/words.tsx";

const STATES = { active: <Badge tone="good">Open</Badge>, expired: <Badge>Expired</Badge>, revoked: <Badge>Ended</Badge> } as const;

/** The sessions of a customer, the newest first, and the way to end one at once. */
export function Sessions({ customer }: { customer: string }) {
  const [cursor] = useCursor("sessions");
  const read = useRead<Page<ConnectSession>>("/v1/connect-sessions", { customer, limit: 10, cursor }, { keep: true });
  const may = useMay()("connect_sessions:write");
  const say = useToast();
  const end = useAct((id: string, send) => send<void>(`/v1/connect-sessions/${id}`, { method: "DELETE" }), ["/v1/connect-sessions"]);
  return (
    <div className="stack">
      {end.error && <ProblemBanner problem={end.error} />}
      <PagedTable
        name="Sessions of this customer"
        read={read}
        cursor="sessions"
        empty={<p className="panel soft">None in the last days.</p>}
        id={(one) => one.id}
        columns={[
          { name: "Session", cell: (one) => <code>{one.id}</code> },
          { name: "State", cell: (one) => STATES[one.state] },
          { name: "Opened", kind: "extra", cell: (one) => <Ago at={one.created_at} /> },
          { name: "Until", cell: (one) => <Ago at={one.revoked_at ?? one.expires_at} /> },
          {
            name: "Actions", quiet: true, kind: "actions",
            cell: (one) => may && one.state === "active" && (
              <Button small tone="quiet-danger" busy={end.isPending && end.variables === one.id} onClick={() => end.mutate(one.id, { onSuccess: () => say("The session was ended") })}>End now</Button>
            ),
          },
        ]}
      />
    </div>
  );
}
