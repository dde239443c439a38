/** From the provider's console to a client that works: redirect URI there, client id and secret here. */

import type { ReactNode } from "react";
import { useAct } from "../../api/hooks.ts";
import type { Integration, Provider, ProviderMethod, ProviderValue } from "../../api/types.ts";
import { Button, OutButton } from "../../parts/button.tsx";
import { SecretField, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Banner } from "../../parts/notice.tsx";
import { Glyph } from "../../parts/glyph.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Copyable } from "../../parts/words.tsx";

interface Props {
  integration: Integration;
  provider: Provider;
  method: ProviderMethod | undefined;
  may: boolean;
  onSaved: () => void;
}

export function SetUp({ integration, provider, method, may, onSaved }: Props) {
  if (!method) return <Banner tone="bad" title="Its method is gone"><p>{provider.name} no longer describes the method {integration.method_id}. Make a new integration with one of its present methods.</p></Banner>;
  const values = valuesOf(provider, method);
  const ownClient = method.client === "operator";
  const redirects = method.type === "oauth2_code" || method.type === "oauth1";
  if (!ownClient && values.length === 0) {
    return (
      <div className="panel">
        <h2>Nothing to set up</h2>
        <p className="soft">{method.type.startsWith("oauth") ? "Each customer brings a client of its own" : "Each customer enters credentials of its own"}; {provider.name} needs nothing from you. Switch it on, and it stands in the marketplace.</p>
        {method.help && <p className="soft">{method.help}</p>}
      </div>
    );
  }
  const has = Boolean(integration.client_id) && (integration.has_client_secret || method.client !== "operator");
  let number = 0;
  return (
    <ol className="guide">
      {ownClient && (
        <Step number={(number += 1)} done={has} title={`Register an app at ${provider.name}`}>
          <p className="soft">{method.help || `${provider.name} gives you a client id and a client secret for it.`}</p>
          {(method.setup_url ?? provider.docs_url) && <div className="row">{method.setup_url && <OutButton small href={method.setup_url}>Open {provider.name}</OutButton>}{provider.docs_url && <OutButton small tone="quiet" href={provider.docs_url}>Documentation</OutButton>}</div>}
        </Step>
      )}
      {ownClient && redirects && (
        <Step number={(number += 1)} done={has} title="Give it this redirect URI">
          <p className="soft">Exactly as it stands here. It belongs to this integration alone.</p>
          <Copyable text={integration.redirect_uri} name="the redirect URI" />
        </Step>
      )}
      <Step number={(number += 1)} done={has} title={ownClient ? "Enter its client id and secret" : "Enter its values"}>
        <ClientForm integration={integration} provider={provider} ownClient={ownClient} values={values} may={may} onSaved={onSaved} />
      </Step>
    </ol>
  );
}

function Step({ number, done, title, children }: { number: number; done: boolean; title: string; children: ReactNode }) {
  return (
    <li className="panel guide__step">
      <span className={done ? "guide__number guide__number--done" : "guide__number"} aria-hidden="true">{done ? <Glyph name="check" /> : number}</span>
      <div className="stack">
        <h2>{title}{done && <span className="visually-hidden"> (done)</span>}</h2>
        {children}
      </div>
    </li>
  );
}

interface ClientFormProps {
  integration: Integration;
  provider: Provider;
  ownClient: boolean;
  values: readonly ProviderValue[];
  may: boolean;
  onSaved: () => void;
}

function ClientForm({ integration, provider, ownClient, values, may, onSaved }: ClientFormProps) {
  const say = useToast();
  const draft = useDraft<{ client_id: string; client_secret: string; values: Record<string, string> }>({
    client_id: integration.client_id ?? "",
    client_secret: "",
    values: { ...Object.fromEntries(values.map((one) => [one.name, one.default ?? ""])), ...integration.values },
  });
  const { values: typed, set } = draft;
  const save = useAct((_: void, send) => send<Integration>(`/v1/integrations/${integration.id}`, {
    method: "PATCH",
    body: {
      ...(ownClient && typed.client_id && typed.client_id !== integration.client_id && { client_id: typed.client_id }),
      ...(ownClient && typed.client_secret && { client_secret: typed.client_secret }),
      ...(values.length > 0 && { values: Object.fromEntries(Object.entries(typed.values).filter(([, value]) => value)) }),
    },
  }), ["/v1/integrations"]);
  const submit = () => save.mutate(undefined, {
    onSuccess: () => {
      draft.reset();
      say("Saved");
      onSaved();
    },
  });
  const { error } = save;
  return (
    <Form act={save} fields={["client_id", "client_secret", "values"]} onSubmit={submit}>
      {ownClient && (
        <>
          <TextField label="Client id" value={typed.client_id} error={error?.reason("client_id")} readOnly={!may} autoComplete="off" spellCheck={false} onChange={(client_id) => set({ client_id })} />
          <SecretField
            label="Client secret"
            help={integration.has_client_secret ? "One is kept, sealed. Leave this empty to keep it; it is never shown again." : "It is sealed on arrival and never shown again."}
            value={typed.client_secret}
            placeholder={integration.has_client_secret ? "••••••••••••" : ""}
            error={error?.reason("client_secret")}
            readOnly={!may}
            onChange={(client_secret) => set({ client_secret })}
          />
        </>
      )}
      {values.map((one) => (
        <TextField
          key={one.name}
          label={one.label}
          help={one.help}
          placeholder={one.placeholder ?? ""}
          optional={one.required === false}
          value={typed.values[one.name] ?? ""}
          error={error?.fields.find((field) => field.field === `values.${one.name}`)?.reason}
          readOnly={!may}
          autoComplete="off"
          onChange={(value) => set({ values: { ...typed.values, [one.name]: value } })}
        />
      ))}
      {may && <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>Save and test</Button>{!integration.enabled && <span className="small soft">{provider.name} stays off until you switch it on.</span>}</div>}
    </Form>
  );
}

interface Definition {
  methods?: { id: string; values?: string[] }[];
  values?: ProviderValue[];
}

/** The values that the operator sets once, such as the address of a server of one's own. */
function valuesOf(provider: Provider, method: ProviderMethod): ProviderValue[] {
  const { methods = [], values = [] } = provider.definition as Definition;
  const used = methods.find((one) => one.id === method.id)?.values ?? [];
  return values.filter((one) => one.source === "integration" && used.includes(one.name));
}
