import { useAct } from "../../api/hooks.ts";
import type { Customer, NewConnectLink } from "../../api/types.ts";
import { Button, OutButton } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectField, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Banner } from "../../parts/notice.tsx";
import { Copyable } from "../../parts/words.tsx";
import { PickIntegration } from "../integrations/pick-integration.tsx";

const HOUR = 3600;
const LIFETIMES = [
  { value: String(HOUR), label: "1 hour" },
  { value: String(24 * HOUR), label: "1 day" },
  { value: String(7 * 24 * HOUR), label: "7 days" },
  { value: String(30 * 24 * HOUR), label: "30 days" },
];

// As in marketplace/sentences; each in its own words, as whoever writes to a customer knows it.
const LANGUAGES = [
  { value: "", label: "The customer's own" },
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
  { value: "fr", label: "Français" },
  { value: "es", label: "Español" },
  { value: "pt", label: "Português" },
  { value: "ja", label: "日本語" },
];

/** Asks for whom and how long, then shows the address, once. */
export function CreateLink({ customer, open, onClose }: { customer?: Customer; open: boolean; onClose: () => void }) {
  const draft = useDraft({ customer: customer?.external_id ?? "", name: "", integration: "", locale: "", lifetime: String(7 * 24 * HOUR) });
  const { values, set } = draft;
  const make = useAct((_: void, send) => send<NewConnectLink>("/v1/connect-links", {
    method: "POST",
    body: {
      customer: { id: values.customer.trim() },
      integrations: values.integration ? [values.integration] : null,
      ...(values.name && { name: values.name }),
      ...(values.locale && { locale: values.locale }),
      lifetime_seconds: Number(values.lifetime),
    },
  }), ["/v1/connect-links", "/v1/customers", "/v1/statistics"]);
  const close = () => {
    make.reset();
    draft.reset();
    onClose();
  };
  if (make.data?.url) return <Made open={open} url={make.data.url} onClose={close} />;
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Create a connect link"
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="create-link" busy={make.isPending}>Create</Button></>}
    >
      <Form id="create-link" act={make} fields={["customer", "customer.id", "name", "integrations", "lifetime_seconds", "locale"]} onSubmit={() => make.mutate()}>
        {customer
          ? <p>For <b>{customer.name || customer.external_id}</b></p>
          : <TextField label="Customer" help="Your own id of the customer. One that is new is created." value={values.customer} error={make.error?.reason("customer.id") ?? make.error?.reason("customer")} autoComplete="off" onChange={(id) => set({ customer: id })} />}
        <Field label="Opens" error={make.error?.reason("integrations")}>
          {(control) => <PickIntegration {...control} on none="The whole marketplace" value={values.integration} onChange={(integration) => set({ integration })} />}
        </Field>
        <SelectField label="Works for" value={values.lifetime} error={make.error?.reason("lifetime_seconds")} onChange={(lifetime) => set({ lifetime })} options={LIFETIMES} />
        <SelectField label="Language" value={values.locale} error={make.error?.reason("locale")} onChange={(locale) => set({ locale })} options={LANGUAGES} />
        <TextField label="Name" optional help="For yourself, to find it again." placeholder="Onboarding mail" value={values.name} error={make.error?.reason("name")} onChange={(name) => set({ name })} />
      </Form>
    </Dialog>
  );
}

function Made({ open, url, onClose }: { open: boolean; url: string; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="The link is ready"
      about="Whoever has it can connect accounts for this customer. Send it to the customer only."
      foot={<><OutButton href={url}>Open it</OutButton><Button tone="primary" onClick={onClose}>Done</Button></>}
    >
      <Copyable text={url} name="the connect link" />
      <Banner tone="info"><p>It is shown only here. Make another one if it gets lost.</p></Banner>
    </Dialog>
  );
}
