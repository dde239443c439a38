import { useAct } from "../../api/hooks.ts";
import type { Invited, Role, StaffLink } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Choices, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Ago } from "../../parts/time.tsx";
import { Copyable } from "../../parts/words.tsx";
import { useSession } from "../../session.ts";
import { ROLES } from "./roles.ts";

/** Makes a link for one person. Sending it is up to whoever invites: Bothways sends no mail. */
export function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const owner = useSession().me.staff.role === "owner";
  const draft = useDraft<{ email: string; role: Role }>({ email: "", role: "developer" });
  const { values, set } = draft;
  const invite = useAct((_: void, send) => send<Invited>("/portal/api/staff", { method: "POST", body: values }), ["/portal/api/staff"]);
  const close = () => {
    invite.reset();
    draft.reset();
    onClose();
  };
  if (invite.data) return <LinkToHandOver open={open} link={invite.data.link} email={invite.data.member.email} onClose={close} />;
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Invite somebody"
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="invite" busy={invite.isPending}>Make the invitation</Button></>}
    >
      <Form id="invite" act={invite} fields={["email", "role"]} onSubmit={() => invite.mutate()}>
        <TextField label="E-mail address" type="email" value={values.email} error={invite.error?.reason("email")} autoComplete="off" onChange={(email) => set({ email })} />
        <Choices name="role" legend="Role" value={values.role} onChange={(role) => set({ role: role as Role })} options={ROLES.filter((one) => owner || one.value !== "owner")} />
      </Form>
    </Dialog>
  );
}

/** An invitation, or a way to another password. Shown once. */
export function LinkToHandOver({ open, link, email, onClose }: { open: boolean; link: StaffLink; email: string; onClose: () => void }) {
  const invitation = link.purpose === "invitation";
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={invitation ? "The invitation is ready" : "The link to a new password is ready"}
      about={`Send this link to ${email} and to nobody else: whoever opens it first ${invitation ? "becomes this member" : "chooses the password"}. It works once.`}
      foot={<Button tone="primary" onClick={onClose}>Done</Button>}
    >
      <Copyable text={link.url} name={invitation ? "the invitation link" : "the link"} />
      <p className="small">It expires <Ago at={link.expires_at} />, and it is shown only here.</p>
    </Dialog>
  );
}
