import { useState } from "react";
import { useNavigate } from "react-router";
import { useAct } from "../../api/hooks.ts";
import type { NewAPIKey } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { Form, toggled, useDraft } from "../../parts/form.tsx";
import { Banner } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Copyable, plural } from "../../parts/words.tsx";
import { useAddress, useEnvironment, useSession } from "../../session.ts";
import { BACKEND, READING, SCOPE_GROUPS } from "./scopes.ts";

const DAY_MS = 86_400_000;

export function CreateKey() {
  const to = useAddress();
  const navigate = useNavigate();
  const environment = useEnvironment();
  const { grantable } = useSession().me;
  const backend = BACKEND.filter((scope) => grantable.includes(scope));
  const draft = useDraft<{ name: string; scopes: readonly string[]; days: string }>({ name: "", scopes: backend, days: "" });
  const { values, set } = draft;
  const [kept, setKept] = useState(false);
  const create = useAct((_: void, send) => send<NewAPIKey>("/v1/api-keys", {
    method: "POST",
    body: { name: values.name, scopes: values.scopes, ...(values.days && { expires_at: new Date(Date.now() + Number(values.days) * DAY_MS).toISOString() }) },
  }), ["/v1/api-keys"]);
  const toggle = (scope: string) => set({ scopes: toggled(values.scopes, scope, backend) });
  const done = () => void navigate(to("keys"));
  return (
    <PageFrame title="Create an API key" about={`It works in ${environment.name} and nowhere else.`} back={{ to: to("keys"), label: "API keys" }} narrow>
      <div className="panel">
        <Form act={create} fields={["name", "scopes", "expires_at"]} onSubmit={() => create.mutate(undefined, { onSuccess: draft.reset })}>
          <TextField label="Name" help="What it is for, to recognise it in the audit log." placeholder="Backend" value={values.name} maxLength={200} error={create.error?.reason("name")} autoComplete="off" onChange={(name) => set({ name })} />
          <SelectField label="Works for" value={values.days} error={create.error?.reason("expires_at")} onChange={(days) => set({ days })} options={[{ value: "", label: "Until it is revoked" }, { value: "7", label: "7 days" }, { value: "30", label: "30 days" }, { value: "90", label: "90 days" }, { value: "365", label: "A year" }]} />
          <fieldset className="field">
            <legend>What it may do</legend>
            <div className="row row--tight presets">
              <Button small onClick={() => set({ scopes: backend })}>A product's backend</Button>
              <Button small onClick={() => set({ scopes: READING.filter((scope) => grantable.includes(scope)) })}>Reading only</Button>
              <Button small onClick={() => set({ scopes: [] })}>Nothing</Button>
            </div>
            {SCOPE_GROUPS.map(({ name, scopes }) => ({ name, scopes: scopes.filter(([scope]) => grantable.includes(scope)) })).map((group) => group.scopes.length > 0 && (
              <div key={group.name} className="scope-group" role="group" aria-label={group.name}>
                <p className="eyebrow">{group.name}</p>
                {group.scopes.map(([scope, words]) => (
                  <label key={scope} className="choice">
                    <input type="checkbox" checked={values.scopes.includes(scope)} onChange={() => toggle(scope)} />
                    <span>{words} <code className="faint">{scope}</code></span>
                  </label>
                ))}
              </div>
            ))}
            {create.error?.reason("scopes") && <p className="field__error" role="alert">{create.error.reason("scopes")}</p>}
          </fieldset>
          <div className="form__actions"><Button tone="primary" submit busy={create.isPending}>Create the key</Button><Button onClick={done}>Cancel</Button></div>
        </Form>
      </div>
      <Dialog
        open={Boolean(create.data?.token)}
        onClose={done}
        stays={!kept}
        title="Keep this key"
        about="It is shown only now. Put it where your backend reads its secrets; nobody can look it up again, not even here."
        foot={<Button tone="primary" disabled={!kept} onClick={done}>Done</Button>}
      >
        <Copyable text={create.data?.token ?? ""} name="the API key" />
        <Banner tone="warn"><p>Whoever has it can do all of this in {environment.name}: {plural(create.data?.scopes.length ?? 0, "scope")}.</p></Banner>
        <label className="choice"><input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} /><span>I have kept it</span></label>
      </Dialog>
    </PageFrame>
  );
}
