import { useAct } from "../../api/hooks.ts";
import type { Connection } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { useToast } from "../../parts/toasts.tsx";

export function Rename({ connection, open, onClose }: { connection: Connection; open: boolean; onClose: () => void }) {
  const draft = useDraft({ label: connection.label });
  const say = useToast();
  const change = useAct(
    (_: void, send) => send<Connection>(`/v1/connections/${connection.id}`, { method: "PATCH", body: draft.values }),
    ["/v1/connections"],
  );
  const close = () => {
    draft.reset();
    change.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Rename the connection"
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="rename" busy={change.isPending}>Save</Button></>}
    >
      <Form id="rename" act={change} fields={["label"]} onSubmit={() => change.mutate(undefined, { onSuccess: () => { say("The connection was renamed"); close(); } })}>
        <TextField
          label="Name"
          help="Your own name for it. Empty shows the account's name again."
          value={draft.values.label}
          error={change.error?.reason("label")}
          onChange={(label) => draft.set({ label })}
        />
      </Form>
    </Dialog>
  );
}
