import { useNavigate } from "react-router";
import { useAct } from "../../api/hooks.ts";
import { refused } from "../../api/problem.ts";
import type { Customer, Page } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { useAddress } from "../../session.ts";

interface Props {
  /** The one to change; without it one is added. */
  customer?: Customer;
  open: boolean;
  onClose: () => void;
}

export function CustomerForm({ customer, open, onClose }: Props) {
  const draft = useDraft({ id: customer?.external_id ?? "", name: customer?.name ?? "", email: customer?.email ?? "" });
  const navigate = useNavigate();
  const to = useAddress();
  const say = useToast();
  const save = useAct(async (_: void, send) => {
    const { id, name, email } = draft.values;
    const details = { name: name || null, email: email || null };
    if (customer) {
      const changes = Object.fromEntries(Object.entries(details).filter(([field]) => field in draft.changes));
      return send<Customer>(`/v1/customers/${customer.id}`, { method: "PATCH", body: changes });
    }
    // A backend that names a known customer brings it up to date; whoever adds one here does not mean to write over another.
    const known = id ? await send<Page<Customer>>("/v1/customers", { query: { external_id: id } }) : null;
    if (known?.items[0]) throw refused("id", "a customer has this id already; find it in the list to change it");
    return send<Customer>("/v1/customers", { method: "POST", body: { id, ...details } });
  }, ["/v1/customers", "/v1/statistics"]);
  const close = () => {
    draft.reset();
    save.reset();
    onClose();
  };
  const submit = () => save.mutate(undefined, {
    onSuccess: (saved) => {
      say(`${saved.name || saved.external_id} was saved`);
      close();
      if (!customer) void navigate(to(`customers/${saved.id}`));
    },
  });
  const { values, set } = draft;
  return (
    <Dialog
      open={open}
      onClose={close}
      title={customer ? "Change the customer" : "Add a customer"}
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="customer" busy={save.isPending}>Save</Button></>}
    >
      <Form id="customer" act={save} fields={["id", "external_id", "name", "email"]} onSubmit={submit}>
        {!customer && <TextField label="Your own id" help="The one that your product knows it by. It is compared byte for byte." value={values.id} error={save.error?.reason("id") ?? save.error?.reason("external_id")} autoComplete="off" onChange={(id) => set({ id })} />}
        <TextField label="Name" optional value={values.name} error={save.error?.reason("name")} autoComplete="off" onChange={(name) => set({ name })} />
        <TextField label="E-mail" optional type="email" value={values.email} error={save.error?.reason("email")} autoComplete="off" onChange={(email) => set({ email })} />
      </Form>
    </Dialog>
  );
}
