import { useState } from "react";
import type { ProviderSummary } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Choices } from "../../parts/field.tsx";

export const METHODS: Readonly<Record<string, string>> = {
  oauth2_code: "OAuth 2.0",
  oauth2_client_credentials: "Client credentials",
  jwt_bearer: "Signed with a key",
  oauth1: "OAuth 1.0a",
  api_key: "API key",
  basic: "Password",
};

interface Props {
  provider: ProviderSummary;
  busy: boolean;
  onChoose: (method: string) => void;
  onClose: () => void;
}

/** How customers shall connect, where the provider knows several ways. It cannot be changed later. */
export function ChooseMethod({ provider, busy, onChoose, onClose }: Props) {
  const [method, setMethod] = useState(provider.methods[0]?.id ?? "");
  return (
    <Dialog
      open
      onClose={onClose}
      title={`How shall customers connect ${provider.name}?`}
      about="This stays with the integration. For the other way as well, add another integration."
      foot={<><Button onClick={onClose}>Cancel</Button><Button tone="primary" busy={busy} onClick={() => onChoose(method)}>Add {provider.name}</Button></>}
    >
      <Choices
        name="method"
        legend="Method"
        value={method}
        onChange={setMethod}
        options={provider.methods.map((one) => ({ value: one.id, label: one.label, help: METHODS[one.type] ?? one.type }))}
      />
    </Dialog>
  );
}
