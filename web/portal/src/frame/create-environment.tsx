import { useNavigate } from "react-router";
import { useAct } from "../api/hooks.ts";
import type { Environment, Mode } from "../api/types.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Choices, TextField } from "../parts/field.tsx";
import { Form, useDraft } from "../parts/form.tsx";
import { useToast } from "../parts/toasts.tsx";

export function CreateEnvironment({ open, onClose }: { open: boolean; onClose: () => void }) {
  const draft = useDraft<{ name: string; mode: Mode }>({ name: "", mode: "test" });
  const navigate = useNavigate();
  const say = useToast();
  const create = useAct(
    (_: void, send) => send<Environment>("/portal/api/environments", { method: "POST", body: draft.values }),
    ["/portal/api/me"],
  );
  const close = () => {
    create.reset();
    draft.reset();
    onClose();
  };
  const submit = () => create.mutate(undefined, {
    onSuccess: (made) => {
      say(`${made.name} was created`);
      close();
      void navigate(`/${made.id}`);
    },
  });
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Create an environment"
      about="Customers, connections, keys and settings of one environment are kept apart from those of every other."
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="create-environment" busy={create.isPending}>Create</Button></>}
    >
      <Form id="create-environment" act={create} fields={["name", "mode"]} onSubmit={submit}>
        <TextField label="Name" placeholder="Production" value={draft.values.name} maxLength={200} error={create.error?.reason("name")} onChange={(name) => draft.set({ name })} />
        <Choices
          name="mode"
          legend="What it is for"
          value={draft.values.mode}
          onChange={(mode) => draft.set({ mode: mode as Mode })}
          options={[
            { value: "test", label: "Test", help: "To try things: keys begin with bw_test_." },
            { value: "live", label: "Live", help: "Real customers: keys begin with bw_live_." },
          ]}
        />
      </Form>
    </Dialog>
  );
}
