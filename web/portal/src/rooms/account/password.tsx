import { useAct } from "../../api/hooks.ts";
import { Button } from "../../parts/button.tsx";
import { SecretField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { useToast } from "../../parts/toasts.tsx";

export function Password() {
  const say = useToast();
  const draft = useDraft({ current: "", new: "" });
  const { values, set } = draft;
  const change = useAct((_: void, send) => send<void>("/portal/api/account/password", { method: "PUT", body: values }), ["/portal/api/account/sessions"]);
  const { error } = change;
  return (
    <div className="panel">
      <Form act={change} fields={["current", "new"]} onSubmit={() => change.mutate(undefined, { onSuccess: () => { draft.reset(); say("The password was changed; other browsers were signed out"); } })}>
        <SecretField label="Present password" autoComplete="current-password" value={values.current} error={error?.reason("current")} onChange={(current) => set({ current })} />
        <SecretField label="New password" help="Twelve characters or more. A few unrelated words are good." autoComplete="new-password" value={values.new} error={error?.reason("new")} onChange={(next) => set({ new: next })} />
        <div className="form__actions"><Button submit busy={change.isPending} disabled={!values.current || !values.new}>Change the password</Button></div>
      </Form>
    </div>
  );
}
