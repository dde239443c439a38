/** OpenID Connect with any provider that has discovery. */

import { useState } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Role, SingleSignOn as Settings } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { SecretField, SelectField, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Banner, ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Copyable } from "../../parts/words.tsx";
import { ROLES } from "../staff/roles.ts";

const PATH = "/portal/api/sso";
const NOBODY = "";

export function SingleSignOn() {
  const read = useRead<Settings>(PATH);
  if (read.isPending) return <div className="panel"><Waiting lines={5} /></div>;
  if (read.isLoadingError) return <ProblemBanner problem={read.error} again={() => void read.refetch()} />;
  return <Shown settings={read.data} />;
}

function Shown({ settings }: { settings: Settings }) {
  const say = useToast();
  const [removing, setRemoving] = useState(false);
  const draft = useDraft({
    issuer: settings.issuer ?? "",
    client_id: settings.client_id ?? "",
    client_secret: "",
    domains: (settings.domains ?? []).join(", "),
    default_role: settings.default_role ?? NOBODY,
  });
  const { values, set } = draft;
  const domains = values.domains.split(/[\s,]+/).filter(Boolean);
  const save = useAct((_: void, send) => send<Settings>(PATH, {
    method: "PUT",
    body: {
      issuer: values.issuer.trim(),
      client_id: values.client_id.trim(),
      domains,
      default_role: values.default_role || null,
      ...(values.client_secret && { client_secret: values.client_secret }),
    },
  }), [PATH]);
  const remove = useAct((_: void, send) => send<void>(PATH, { method: "DELETE" }), [PATH]);
  const { error } = save;
  const submit = () => save.mutate(undefined, { onSuccess: () => { draft.reset(); say("Single sign-on was saved"); } });
  const close = () => {
    remove.reset();
    setRemoving(false);
  };
  return (
    <div className="stack">
      {settings.configured && <Banner tone="good" title="It is on" actions={<Button small tone="quiet-danger" onClick={() => setRemoving(true)}>Switch off</Button>}><p>The sign-in page offers it. Passwords keep working, unless you rule them out above.</p></Banner>}
      <div className="panel">
        <div className="stack stack--tight">
          <h3>At your identity provider</h3>
          <p className="soft small">Register a web application there, and give it this redirect URI.</p>
        </div>
        <Copyable text={settings.redirect_uri} name="the redirect URI" />
      </div>
      <div className="panel">
        <Form act={save} fields={["issuer", "client_id", "client_secret", "domains", "default_role"]} onSubmit={submit}>
          <TextField label="Issuer" type="url" help="Its address; /.well-known/openid-configuration below it is read when you save." placeholder="https://login.example.com" value={values.issuer} error={error?.reason("issuer")} onChange={(issuer) => set({ issuer })} />
          <TextField label="Client id" value={values.client_id} error={error?.reason("client_id")} autoComplete="off" onChange={(client_id) => set({ client_id })} />
          <SecretField label="Client secret" help={settings.configured ? "One is kept, sealed. Leave this empty to keep it." : "It is sealed on arrival and never shown again."} value={values.client_secret} error={error?.reason("client_secret")} onChange={(client_secret) => set({ client_secret })} />
          <TextField label="E-mail domains" help="Addresses have to end with one of these. Several with commas." placeholder="example.com" value={values.domains} error={error?.reason("domains", domains)} onChange={(domains) => set({ domains })} />
          <SelectField label="Whoever comes for the first time" value={values.default_role} error={error?.reason("default_role")} onChange={(role) => set({ default_role: role as Role })} options={[{ value: NOBODY, label: "Has to be invited before" }, ...ROLES.filter((one) => one.value !== "owner").map((one) => ({ value: one.value, label: `Becomes ${one.label.toLowerCase()}` }))]} />
          <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>{settings.configured ? "Save" : "Switch on"}</Button></div>
        </Form>
      </div>
      <Confirm open={removing} onClose={close} title="Switch single sign-on off?" deed="Switch off" busy={remove.isPending} problem={remove.error} onConfirm={() => remove.mutate(undefined, { onSuccess: () => { close(); say("Single sign-on is off"); } })}>
        <p>Whoever has no password cannot sign in any more. Nobody is removed, and nobody is signed out.</p>
      </Confirm>
    </div>
  );
}
