import { useNavigate } from "react-router";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Connection, Customer, Page } from "../../api/types.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { plural } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";

const COUNTED = 100;

/** Says first what goes with it. */
export function DeleteCustomer({ customer, open, onClose }: { customer: Customer; open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const to = useAddress();
  const say = useToast();
  const found = useRead<Page<Connection>>(open ? "/v1/connections" : null, { customer: customer.external_id, limit: COUNTED });
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
  const connections = found.data?.items ?? [];
  const alive = connections.filter((one) => one.state !== "disconnected").length;
  return (
    <Confirm open={open} onClose={onClose} title={`Delete ${called}?`} deed="Delete for good" name={customer.external_id} busy={remove.isPending} problem={remove.error} onConfirm={confirm}>
      <p>Deleted with it, and not to be brought back:</p>
      <ul className="plain-list">
        <li>{found.isPending ? "Its connections" : `${found.data?.next_cursor ? `More than ${COUNTED} connections` : plural(connections.length, "connection")}, ${alive} of them in use`}</li>
        <li>Every connect session and connect link of it</li>
        <li>Its events, and the key that its credentials are sealed with: no copy can be read any more</li>
      </ul>
      {alive > 0 && <p>Providers are not asked to revoke anything. Disconnect first where they should.</p>}
    </Confirm>
  );
}
