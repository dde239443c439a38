/** Which sites may show our pages, and where customers may be sent back to. */

import { useState } from "react";
import { useAct, useRead, type Send } from "../../api/hooks.ts";
import { refused } from "../../api/problem.ts";
import type { EnvironmentSettings } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Glyph } from "../../parts/glyph.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting, Part } from "../../parts/page.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Fact, Facts, Id } from "../../parts/words.tsx";
import { publicUrl } from "../../shell.ts";

const PATH = "/v1/environment";
const STALE = [PATH, "/portal/api/me"];

export function Addresses() {
  const read = useRead<EnvironmentSettings>(PATH);
  if (read.isPending) return <PageWaiting title="Origins and URLs" />;
  if (read.isLoadingError) return <PageFrame title="Origins and URLs"><ProblemBanner problem={read.error} again={() => void read.refetch()} /></PageFrame>;
  const settings = read.data;
  return (
    <PageFrame title="Origins and URLs" about="How this environment is wired to your product." narrow>
      <div className="panel">
        <Facts>
          <Fact name="Environment"><Id text={settings.id} name="the environment's id" /></Fact>
          <Fact name="API"><Id text={publicUrl} name="the address of the API" /></Fact>
          <Fact name="Script"><Id text={`${publicUrl}/sdk/v1/bothways.js`} name="the address of the script" /></Fact>
        </Facts>
      </div>
      <Part title="Name"><Name settings={settings} /></Part>
      <Part title="Allowed origins" about="Sites that may show the marketplace in a frame and call us from a browser. An origin is a scheme, a host and perhaps a port.">
        <AddressList settings={settings} field="allowed_origins" one="origin" placeholder="https://app.example.com" empty="No site may embed the marketplace yet." lost="Pages there can no longer show the marketplace or call us, from now on." />
      </Part>
      <Part title="Return URLs" about="Where a customer may be sent back to after connecting. They are compared exactly.">
        <AddressList settings={settings} field="return_urls" one="return URL" placeholder="https://app.example.com/integrations" empty="Customers stay on our page after connecting." lost="From now on, no customer can be sent back there after connecting." />
      </Part>
    </PageFrame>
  );
}

function useChange() {
  return useAct((body: Partial<EnvironmentSettings>, send) => send<EnvironmentSettings>(PATH, { method: "PATCH", body }), STALE);
}

function Name({ settings }: { settings: EnvironmentSettings }) {
  const may = useMay()("environment:write");
  const say = useToast();
  const draft = useDraft({ name: settings.name });
  const change = useChange();
  return (
    <div className="panel">
      <Form act={change} fields={["name"]} onSubmit={() => change.mutate(draft.values, { onSuccess: () => { draft.reset(); say("The environment was renamed"); } })}>
        <TextField label="The environment's name" value={draft.values.name} maxLength={200} error={change.error?.reason("name")} readOnly={!may} onChange={(name) => draft.set({ name })} />
        {may && <div className="form__actions"><Button submit busy={change.isPending} disabled={!draft.changed}>Rename</Button></div>}
      </Form>
    </div>
  );
}

interface ListProps {
  settings: EnvironmentSettings;
  field: "allowed_origins" | "return_urls";
  one: string;
  placeholder: string;
  empty: string;
  /** What is lost with one of them. */
  lost: string;
}

function AddressList({ settings, field, one, placeholder, empty, lost }: ListProps) {
  const may = useMay()("environment:write");
  const say = useToast();
  // A list is replaced as a whole: what somebody else added meanwhile stays.
  const edited = async (edit: (list: readonly string[]) => string[], send: Send) => {
    const now = await send<EnvironmentSettings>(PATH);
    return send<EnvironmentSettings>(PATH, { method: "PATCH", body: { [field]: edit(now[field]) } });
  };
  const change = useAct((address: string, send) => edited((list) => {
    if (list.includes(address)) throw refused(field, "it is in the list already");
    return [...list, address];
  }, send), STALE);
  const remove = useAct((address: string, send) => edited((list) => list.filter((other) => other !== address), send), STALE);
  const [removing, setRemoving] = useState<string | null>(null);
  const draft = useDraft({ address: "" });
  const typed = draft.values.address.trim();
  const listed = settings[field];
  const closeRemoving = () => {
    remove.reset();
    setRemoving(null);
  };
  const add = () => change.mutate(typed, {
    onSuccess: () => {
      say(`The ${one} was added`);
      draft.reset();
    },
  });
  return (
    <div className="panel panel--flush">
      {listed.length === 0 && <p className="address soft">{empty}</p>}
      <ul className="plain-rows">
        {listed.map((address) => (
          <li key={address} className="address">
            <Glyph name="link" /><code>{address}</code>
            {may && <IconButton small name={`Remove ${address}`} glyph="trash" onClick={() => setRemoving(address)} />}
          </li>
        ))}
      </ul>
      {may && (
        <div className="address address--add">
          <Form act={change} fields={[field]} onSubmit={add}>
            <TextField label={`Another ${one}`} type="url" placeholder={placeholder} value={draft.values.address} error={change.error?.reason(field)} autoComplete="off" onChange={(address) => draft.set({ address })} />
            <div className="form__actions"><Button submit busy={change.isPending} disabled={!typed}>Add</Button></div>
          </Form>
        </div>
      )}
      <Confirm
        open={removing !== null}
        onClose={closeRemoving}
        title={`Remove this ${one}?`}
        deed="Remove"
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => removing && remove.mutate(removing, { onSuccess: () => { say(`The ${one} was removed`); closeRemoving(); } })}
      >
        <p className="typed">{removing}</p>
        <p>{lost}</p>
      </Confirm>
    </div>
  );
}
