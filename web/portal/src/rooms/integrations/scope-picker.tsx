/** What customers are asked to allow. */

import { useState } from "react";
import { useAct } from "../../api/hooks.ts";
import type { Integration, ProviderMethod } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Form, toggled, useDraft } from "../../parts/form.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { useUnsaved } from "../../parts/unsaved.ts";

const SEARCHED = 12;

export function ScopePicker({ integration, method, may }: { integration: Integration; method: ProviderMethod; may: boolean }) {
  const draft = useDraft({ scopes: integration.scopes });
  const [search, setSearch] = useState("");
  const [own, setOwn] = useState("");
  useUnsaved(own.trim() !== "");
  const say = useToast();
  const save = useAct((_: void, send) => send<Integration>(`/v1/integrations/${integration.id}`, { method: "PATCH", body: draft.values }), ["/v1/integrations"]);
  const { scopes } = draft.values;
  const known = [...new Set([...method.required_scopes, ...method.default_scopes, ...method.offered_scopes, ...integration.scopes, ...scopes])];
  const shown = known.filter((scope) => scope.toLowerCase().includes(search.toLowerCase()));
  const toggle = (scope: string) => draft.set({ scopes: toggled(scopes, scope, integration.scopes) });
  const add = () => {
    const named = own.split(/[\s,]+/).filter((scope) => scope && !scopes.includes(scope));
    draft.set({ scopes: [...scopes, ...named] });
    setOwn("");
  };
  return (
    <div className="panel">
      <Form act={save} fields={["scopes"]} onSubmit={() => save.mutate(undefined, { onSuccess: () => { draft.reset(); say("The scopes were saved"); } })}>
        <fieldset className="field">
          <legend>What customers are asked to allow</legend>
          <p className="field__help">Ask for what you use and no more: people read this list. Connections keep what they were given until they are reconnected.</p>
          {known.length > SEARCHED && <input className="input" type="search" aria-label="Search scopes" placeholder="Search scopes" value={search} onChange={(event) => setSearch(event.target.value)} />}
          <div className="checks">
            {shown.map((scope) => {
              const required = method.required_scopes.includes(scope);
              return (
                <label key={scope} className="choice">
                  <input type="checkbox" checked={required || scopes.includes(scope)} disabled={required || !may} onChange={() => toggle(scope)} />
                  <span><code>{scope}</code>{required && <span className="faint small"> Always asked for</span>}</span>
                </label>
              );
            })}
            {shown.length === 0 && <p className="soft small">{known.length === 0 ? "We know of no scopes here. Enter those of the provider below." : "No scope of that name."}</p>}
          </div>
          {save.error?.reason("scopes", scopes) && <p className="field__error" role="alert">{save.error.reason("scopes")}</p>}
        </fieldset>
        {may && (
          <Field label="Another scope" optional help="Several with blanks between.">
            {(control) => (
              <div className="affixed">
                <input {...control} className="input" value={own} spellCheck={false} autoComplete="off" onChange={(event) => setOwn(event.target.value)} onKeyDown={(event) => { if (event.key === "Enter" && own) { event.preventDefault(); add(); } }} />
                <Button tone="quiet" disabled={!own.trim()} onClick={add}>Add</Button>
              </div>
            )}
          </Field>
        )}
        {may && <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>Save scopes</Button>{draft.changed && <Button tone="quiet" onClick={draft.reset}>Discard</Button>}</div>}
      </Form>
    </div>
  );
}
