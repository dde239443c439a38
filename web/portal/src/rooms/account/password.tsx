import { useAct } from "../../api/hooks.ts";
import { Button } from "../../parts/button.tsx";
import { SecretField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { useSession } from "../../session.ts";
import { replaceCsrf } from "../../shell.ts";

export function Password() {
  const say = useToast();
  const draft = useDraft({ current: "", new: "" }, { fleeting: true });
  const { values, set } = draft;
  const change = useAct((_: void, send) => send<{ csrf: string }>("/portal/api/password", { method: "PUT", body: values }).then(({ csrf }) => replaceCsrf(csrf)), ["/portal/api/sessions", "/portal/api/me"]);
  const { error } = change;
  if (!useSession().me.has_password) return <p className="panel soft">You have none: you come by single sign-on or by a passkey.</p>;
  return (
    <div className="panel">
      <Form act={change} fields={["current", "new"]} shown={error?.code === "password_wrong"} onSubmit={() => change.mutate(undefined, { onSuccess: () => { draft.reset(); say("The password was changed; other browsers were signed out"); } })}>
        <SecretField label="Present password" autoComplete="current-password" value={values.current} error={error?.code === "password_wrong" ? "This is not your password" : error?.reason("current")} onChange={(current) => set({ current })} />
        <SecretField label="New password" help="Twelve characters or more. A few unrelated words are good." autoComplete="new-password" value={values.new} error={error?.reason("new")} onChange={(next) => set({ new: next })} />
        <div className="form__actions"><Button submit busy={change.isPending} disabled={!values.current || !values.new}>Change the password</Button></div>
      </Form>
    </div>
  );
}
