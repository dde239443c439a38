import { useNavigate } from "react-router";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Customer, Deletion } from "../../api/types.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { plural } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";

/** Says first what goes with it. */
export function DeleteCustomer({ customer, open, onClose }: { customer: Customer; open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const to = useAddress();
  const say = useToast();
  const found = useRead<Deletion>(open ? `/v1/customers/${customer.id}/deletion` : null);
  const remove = useAct(
    (_: void, send) => send<void>(`/v1/customers/${customer.id}`, { method: "DELETE" }),
    ["/v1/statistics", "/v1/events"],
  );
  const called = customer.name || customer.external_id;
  const confirm = () => remove.mutate(undefined, {
    onSuccess: () => {
      say(`${called} was deleted`);
      void navigate(to("customers"));
    },
  });
  const { connections, connect_sessions: sessions, connect_links: links, events } = found.data ?? {};
  const alive = connections && count(connections.active, connections.needs_reauth);
  return (
    <Confirm open={open} onClose={onClose} title={`Delete ${called}?`} deed="Delete for good" name={customer.external_id} busy={remove.isPending} problem={remove.error} onConfirm={confirm}>
      <p>Deleted with it, and not to be brought back:</p>
      <ul className="plain-list">
        <li>{connections ? `${told(count(alive ?? null, connections.disconnected), "connection")}, ${alive ?? "many"} of them in use` : "Its connections"}</li>
        <li>{told(sessions, "connect session")} and {told(links, "connect link")}</li>
        <li>{told(events, "event")}, and the key that its credentials are sealed with: no copy can be read any more</li>
      </ul>
      {alive !== 0 && <p>Providers are not asked to revoke anything. Disconnect first where they should.</p>}
    </Confirm>
  );
}

/** Null, too many to be counted, stays so. */
function count(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function told(counted: number | null | undefined, noun: string): string {
  return counted == null ? `Many ${noun}s` : plural(counted, noun);
}
