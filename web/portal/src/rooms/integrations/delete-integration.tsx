import { useNavigate } from "react-router";
import { useAct } from "../../api/hooks.ts";
import type { Integration } from "../../api/types.ts";
import { Confirm } from "../../parts/dialog.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { forgetUnsaved } from "../../parts/unsaved.ts";
import { useAddress } from "../../session.ts";

export function DeleteIntegration({ integration, open, onClose }: { integration: Integration; open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const to = useAddress();
  const say = useToast();
  const remove = useAct((_: void, send) => send<void>(`/v1/integrations/${integration.id}`, { method: "DELETE" }));
  const confirm = () => remove.mutate(undefined, {
    onSuccess: () => {
      say(`${integration.display_name} was deleted`);
      forgetUnsaved();
      void navigate(to("integrations"));
    },
  });
  return (
    <Confirm open={open} onClose={() => { remove.reset(); onClose(); }} title={`Delete ${integration.display_name}?`} deed="Delete" name={integration.slug} busy={remove.isPending} problem={remove.error} onConfirm={confirm}>
      <p>Its client id, secret and texts are gone for good, and its redirect URI stops working.</p>
      <p>This is possible while nothing was connected through it. Otherwise switch it off: what is connected keeps working, and nobody can connect it anew.</p>
    </Confirm>
  );
}
