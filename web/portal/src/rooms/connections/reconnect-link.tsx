import { useEffect } from "react";
import { useAct } from "../../api/hooks.ts";
import type { Authorization, Connection } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { Ago } from "../../parts/time.tsx";
import { Copyable } from "../../parts/words.tsx";

/** A link for the customer that renews this very connection; made when it is asked for, shown once. */
export function ReconnectLink({ connection, app, open, onClose }: { connection: Connection; app: string; open: boolean; onClose: () => void }) {
  const make = useAct((_: void, send) => send<Authorization>("/v1/authorizations", {
    method: "POST",
    body: { integration: connection.integration_id, customer: connection.customer.external_id, connection_id: connection.id },
  }));
  const { mutate, reset } = make;
  useEffect(() => {
    if (open) mutate();
    else reset();
  }, [open, mutate, reset]);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Reconnect ${app}`}
      about="Send this link to the customer. It leads straight to the provider's consent, opens once, and keeps the connection's id."
      foot={<Button tone="primary" onClick={onClose}>Done</Button>}
    >
      {make.isPending && <Waiting lines={2} name="Making the link" />}
      {make.error && <ProblemBanner problem={make.error} again={() => mutate()} />}
      {make.data?.url && (
        <>
          <Copyable text={make.data.url} name="the reconnect link" />
          <p className="small">It expires <Ago at={make.data.expires_at} />, and it is shown only here. For more time, send a connect link.</p>
        </>
      )}
    </Dialog>
  );
}
