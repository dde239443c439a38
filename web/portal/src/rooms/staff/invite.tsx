import { useAct } from "../../api/hooks.ts";
import type { Role } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Choices, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Ago } from "../../parts/time.tsx";
import { Copyable } from "../../parts/words.tsx";
import { useSession } from "../../session.ts";
import { ROLES, type Invitation } from "./types.ts";

/** Makes a link for one person. Sending it is up to whoever invites: Bothways sends no mail. */
export function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const owner = useSession().me.staff.role === "owner";
  const draft = useDraft<{ email: string; name: string; role: Role }>({ email: "", name: "", role: "developer" });
  const { values, set } = draft;
  const invite = useAct((_: void, send) => send<Invitation>("/portal/api/staff", { method: "POST", body: values }), ["/portal/api/staff"]);
  const close = () => {
    invite.reset();
    draft.reset();
    onClose();
  };
  if (invite.data?.url) {
    return (
      <Dialog
        open={open}
        onClose={close}
        title="The invitation is ready"
        about={`Send this link to ${values.email}. It works once.`}
        foot={<Button tone="primary" onClick={close}>Done</Button>}
      >
        <Copyable text={invite.data.url} name="the invitation link" />
        <p className="small">It expires <Ago at={invite.data.expires_at} />, and it is shown only here.</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Invite somebody"
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="invite" busy={invite.isPending}>Make the invitation</Button></>}
    >
      <Form id="invite" act={invite} fields={["email", "name", "role"]} onSubmit={() => invite.mutate()}>
        <TextField label="E-mail address" type="email" value={values.email} error={invite.error?.reason("email")} autoComplete="off" onChange={(email) => set({ email })} />
        <TextField label="Name" value={values.name} error={invite.error?.reason("name")} autoComplete="off" onChange={(name) => set({ name })} />
        <Choices name="role" legend="Role" value={values.role} onChange={(role) => set({ role: role as Role })} options={ROLES.filter((one) => owner || one.value !== "owner")} />
      </Form>
    </Dialog>
  );
}
