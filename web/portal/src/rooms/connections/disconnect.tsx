import { useAct } from "../../api/hooks.ts";
import type { Connection } from "../../api/types.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { useToast } from "../../parts/toasts.tsx";

export function Disconnect({ connection, name, open, onClose }: { connection: Connection; name: string; open: boolean; onClose: () => void }) {
  const say = useToast();
  const end = useAct(
    (_: void, send) => send<Connection>(`/v1/connections/${connection.id}`, { method: "DELETE" }),
    ["/v1/connections", "/v1/statistics", "/v1/events"],
  );
  const confirm = () => end.mutate(undefined, {
    onSuccess: () => {
      say(`${name} was disconnected`);
      onClose();
    },
  });
  return (
    <Confirm open={open} onClose={onClose} title={`Disconnect ${name}?`} deed="Disconnect" busy={end.isPending} problem={end.error} onConfirm={confirm}>
      <p>The secrets are erased at once, and the provider is told to revoke them. Whatever your product does with this account stops working.</p>
      <p>The customer can connect again, which makes a new connection with another id.</p>
    </Confirm>
  );
}
