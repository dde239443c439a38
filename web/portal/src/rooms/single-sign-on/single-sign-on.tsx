/** Signing in with the company's own accounts: OpenID Connect with any provider that has discovery. */

import { useState } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Role } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { SecretField, SelectField, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Banner, ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting } from "../../parts/page.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Copyable } from "../../parts/words.tsx";
import { publicUrl } from "../../shell.ts";
import { ROLES } from "../staff/types.ts";

const PATH = "/portal/api/sso";

interface Settings {
  issuer: string;
  client_id: string;
  has_client_secret: boolean;
  email_domains: string[];
  default_role: Role;
  redirect_uri?: string;
  start_url?: string;
}

export function SingleSignOn() {
  const read = useRead<Settings>(PATH);
  if (read.isPending) return <PageWaiting title="Single sign-on" />;
  // Not set up yet is where everybody begins, and no error.
  if (read.isError && read.error.status !== 404) return <PageFrame title="Single sign-on"><ProblemBanner problem={read.error} again={() => void read.refetch()} /></PageFrame>;
  return <Shown key={read.data?.issuer ?? ""} settings={read.data ?? null} />;
}

function Shown({ settings }: { settings: Settings | null }) {
  const say = useToast();
  const [removing, setRemoving] = useState(false);
  const draft = useDraft({
    issuer: settings?.issuer ?? "",
    client_id: settings?.client_id ?? "",
    client_secret: "",
    domains: settings?.email_domains.join(", ") ?? "",
    default_role: settings?.default_role ?? ("viewer" as Role),
  });
  const { values, set } = draft;
  const save = useAct((_: void, send) => send<Settings>(PATH, {
    method: "PUT",
    body: {
      issuer: values.issuer.trim(),
      client_id: values.client_id.trim(),
      ...(values.client_secret && { client_secret: values.client_secret }),
      email_domains: values.domains.split(/[\s,]+/).filter(Boolean),
      default_role: values.default_role,
    },
  }), [PATH]);
  const remove = useAct((_: void, send) => send<void>(PATH, { method: "DELETE" }), [PATH]);
  const { error } = save;
  return (
    <PageFrame title="Single sign-on" about="Let your people sign in with the accounts of your company, by OpenID Connect." narrow actions={settings && <Button tone="quiet-danger" glyph="trash" onClick={() => setRemoving(true)}>Switch off</Button>}>
      {settings && <Banner tone="good" title="It is on"><p>The sign-in page offers it. Passwords keep working for those who have one.</p></Banner>}
      <div className="panel">
        <div className="stack stack--tight">
          <h2>At your identity provider</h2>
          <p className="soft small">Register a web application there, and give it this redirect URI.</p>
        </div>
        <Copyable text={settings?.redirect_uri ?? `${publicUrl}/portal/sso/callback`} name="the redirect URI" />
      </div>
      <div className="panel">
        <Form act={save} fields={["issuer", "client_id", "client_secret", "email_domains", "default_role"]} onSubmit={() => save.mutate(undefined, { onSuccess: () => { draft.reset(); say("Single sign-on was saved"); } })}>
          <TextField label="Issuer" type="url" help="Its address; /.well-known/openid-configuration below it is read when you save." placeholder="https://login.example.com" value={values.issuer} error={error?.reason("issuer")} onChange={(issuer) => set({ issuer })} />
          <TextField label="Client id" value={values.client_id} error={error?.reason("client_id")} autoComplete="off" onChange={(client_id) => set({ client_id })} />
          <SecretField label="Client secret" help={settings?.has_client_secret ? "One is kept, sealed. Leave this empty to keep it." : "It is sealed on arrival and never shown again."} value={values.client_secret} error={error?.reason("client_secret")} onChange={(client_secret) => set({ client_secret })} />
          <TextField label="E-mail domains" help="Whose addresses end with one of these may sign in, and is added when new. Several with commas." placeholder="example.com" value={values.domains} error={error?.reason("email_domains")} onChange={(domains) => set({ domains })} />
          <SelectField label="Role of those who are new" value={values.default_role} error={error?.reason("default_role")} onChange={(role) => set({ default_role: role as Role })} options={ROLES.filter((one) => one.value !== "owner").map((one) => ({ value: one.value, label: `${one.label}: ${one.help}` }))} />
          <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>{settings ? "Save" : "Switch on"}</Button></div>
        </Form>
      </div>
      <Confirm open={removing} onClose={() => { remove.reset(); setRemoving(false); }} title="Switch single sign-on off?" deed="Switch off" busy={remove.isPending} problem={remove.error} onConfirm={() => remove.mutate(undefined, { onSuccess: () => { setRemoving(false); say("Single sign-on is off"); } })}>
        <p>Whoever has no password cannot sign in any more. Nobody is removed, and nobody is signed out.</p>
      </Confirm>
    </PageFrame>
  );
}
