import { useState } from "react";
import { useAct, useRead } from "../../api/hooks.ts";
import type { NewPasskey, Passkey } from "../../api/types.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Confirm, Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { Glyph } from "../../parts/glyph.tsx";
import { Banner, ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { useSession } from "../../session.ts";
import { publicUrl } from "../../shell.ts";
import { Codes } from "./second-factor.tsx";
import { create, type CreationOptions, type NotMade } from "./web-authn.ts";

const PATH = "/portal/api/passkeys";
const STALE = [PATH, "/portal/api/me"];
const NOT_MADE: Readonly<Record<NotMade, string>> = {
  declined: "Your device did not make a passkey. You can try again, or use another device.",
  held: "This device holds a passkey of yours already. It can sign you in; another one can be added on another device.",
};
// What is made at another address than ours would be refused, and stay on the device.
const elsewhere = location.origin !== new URL(publicUrl).origin;

export function Passkeys() {
  const say = useToast();
  const [renaming, setRenaming] = useState<Passkey | null>(null);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const [notMade, setNotMade] = useState<NotMade | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const possible = useSession().me.passkeys_possible;
  const read = useRead<{ items: Passkey[] }>(PATH);
  const add = useAct(async (_: void, send) => {
    const { options } = await send<{ options: CreationOptions }>(`${PATH}/begin`, { method: "POST" });
    const made = await create(options);
    if (typeof made === "string") {
      setNotMade(made);
      return null;
    }
    return send<NewPasskey>(PATH, { method: "POST", body: { credential: made, name: deviceName() } });
  }, STALE);
  const remove = useAct((id: string, send) => send<void>(`${PATH}/${id}`, { method: "DELETE" }), STALE);
  const begin = () => {
    setNotMade(null);
    add.mutate(undefined, {
      onSuccess: (made) => {
        if (!made) return;
        say(`${made.passkey.name} was added`);
        setCodes(made.recovery_codes);
      },
    });
  };
  if (read.isPending) return <div className="panel"><Waiting lines={2} /></div>;
  if (read.isLoadingError) return <ProblemBanner problem={read.error} again={() => void read.refetch()} />;
  const closeRemoving = () => {
    remove.reset();
    setRemoving(null);
  };
  return (
    <div className="stack">
      {add.error && <ProblemBanner problem={add.error} />}
      {notMade && <Banner tone="info" live><p>{NOT_MADE[notMade]}</p></Banner>}
      <div className="panel panel--flush">
        {read.data.items.length === 0 && <p className="address soft">No passkey yet.</p>}
        <ul className="plain-rows">
          {read.data.items.map((one) => (
            <li key={one.id} className="address">
              <Glyph name="key" />
              <div className="address__words"><span>{one.name}</span><span className="faint small">Added <Ago at={one.created_at} />, last used <Ago at={one.last_used_at} none="never" /></span></div>
              <IconButton small name={`Rename ${one.name}`} glyph="pencil" onClick={() => setRenaming(one)} />
              <IconButton small name={`Remove ${one.name}`} glyph="trash" onClick={() => setRemoving(one)} />
            </li>
          ))}
        </ul>
        <div className="address address--add">
          {possible && !elsewhere && <Button glyph="plus" busy={add.isPending} onClick={begin}>Add a passkey</Button>}
          {possible && elsewhere && <p className="soft small">Passkeys are bound to one address. To add one, open the portal at <a href={`${publicUrl}/portal/account`}>{publicUrl}</a>.</p>}
          {!possible && <p className="soft small">Browsers bind passkeys to a host name, and Bothways is reached here by a number or without https.</p>}
        </div>
      </div>
      <Codes open={codes.length > 0} codes={codes} onClose={() => setCodes([])} />
      {renaming && <RenamePasskey passkey={renaming} onClose={() => setRenaming(null)} />}
      <Confirm open={removing !== null} onClose={closeRemoving} title={`Remove ${removing?.name}?`} deed="Remove" busy={remove.isPending} problem={remove.error} onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: () => { say(`${removing.name} was removed`); closeRemoving(); } })}>
        <p>It no longer signs you in. Your device may still offer it; delete it there as well.</p>
      </Confirm>
    </div>
  );
}

function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const draft = useDraft({ name: passkey.name });
  const rename = useAct((_: void, send) => send<Passkey>(`${PATH}/${passkey.id}`, { method: "PATCH", body: draft.values }), [PATH]);
  return (
    <Dialog open onClose={onClose} title="Rename the passkey" foot={<><Button onClick={onClose}>Cancel</Button><Button tone="primary" submit form="rename-passkey" busy={rename.isPending}>Save</Button></>}>
      <Form id="rename-passkey" act={rename} fields={["name"]} onSubmit={() => rename.mutate(undefined, { onSuccess: onClose })}>
        <TextField label="Name" value={draft.values.name} maxLength={60} error={rename.error?.reason("name")} onChange={(name) => draft.set({ name })} />
      </Form>
    </Dialog>
  );
}

/** A first name for it, which can be changed. */
function deviceName(): string {
  const agent = navigator.userAgent;
  if (/iPhone|iPad/.test(agent)) return "iPhone or iPad";
  if (/Android/.test(agent)) return "Android phone";
  if (/Mac OS/.test(agent)) return "Mac";
  if (/Windows/.test(agent)) return "Windows computer";
  return "This device";
}
