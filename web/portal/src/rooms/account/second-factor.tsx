/** Codes from an app (TOTP, RFC 6238), and what helps when the phone is gone. */

import { useState } from "react";
import { useAct } from "../../api/hooks.ts";
import type { Enrolment, RecoveryCodes } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm, Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge, Copyable, plural } from "../../parts/words.tsx";
import { useSession } from "../../session.ts";

const PATH = "/portal/api/totp";
const CODES = "/portal/api/recovery-codes";
const STALE = ["/portal/api/me"];

export function SecondFactor() {
  const { totp, required, recovery_codes: left } = useSession().me.second_factor;
  const [asked, setAsked] = useState<"set-up" | "codes" | "off" | null>(null);
  const say = useToast();
  const remove = useAct((_: void, send) => send<void>(PATH, { method: "DELETE" }), STALE);
  const close = () => {
    remove.reset();
    setAsked(null);
  };
  return (
    <div className="panel row row--apart">
      <div className="row">{totp ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}<span className="soft small">{totp ? `Signing in asks for a code. ${plural(left, "recovery code")} left.` : required ? "Your workspace requires a second factor." : "Your password alone opens the portal."}</span></div>
      <div className="row row--tight">
        {totp
          ? <><Button small onClick={() => setAsked("codes")}>New recovery codes</Button>{!required && <Button small tone="quiet-danger" onClick={() => setAsked("off")}>Switch off</Button>}</>
          : <Button small tone="primary" onClick={() => setAsked("set-up")}>Set up</Button>}
      </div>
      <SetUp open={asked === "set-up"} onClose={close} />
      <RecoveryCodes open={asked === "codes"} onClose={close} />
      <Confirm open={asked === "off"} onClose={close} title="Switch the second factor off?" deed="Switch off" busy={remove.isPending} problem={remove.error} onConfirm={() => remove.mutate(undefined, { onSuccess: () => { close(); say("The second factor is off"); } })}>
        <p>Whoever has your password can sign in then. Your recovery codes stop working.</p>
      </Confirm>
    </div>
  );
}

function SetUp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const draft = useDraft({ code: "" });
  const begin = useAct((_: void, send) => send<Enrolment>(PATH, { method: "POST" }));
  const confirm = useAct((_: void, send) => send<RecoveryCodes>(`${PATH}/confirm`, { method: "POST", body: { code: draft.values.code.replaceAll(/\s/g, "") } }), STALE);
  const close = () => {
    begin.reset();
    confirm.reset();
    draft.reset();
    onClose();
  };
  if (open && begin.isIdle) begin.mutate();
  if (confirm.data) return <Codes open={open} codes={confirm.data.recovery_codes} onClose={close} />;
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Set up an authenticator app"
      about="Scan this with an app such as Aegis, 1Password or Google Authenticator, then type the code that it shows."
      foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" submit form="totp" busy={confirm.isPending} disabled={!begin.data}>Confirm</Button></>}
    >
      {begin.error && <ProblemBanner problem={begin.error} again={() => begin.mutate()} />}
      {begin.isPending && <span className="skeleton qr" />}
      {begin.data && (
        <>
          <img className="qr" alt="QR code for the authenticator app" src={`data:image/svg+xml;utf8,${encodeURIComponent(begin.data.qr_svg)}`} />
          <Copyable text={begin.data.secret} name="the secret, to type by hand" />
        </>
      )}
      <Form id="totp" act={confirm} fields={["code"]} shown={confirm.error?.code === "second_factor_refused"} onSubmit={() => confirm.mutate()}>
        <TextField label="Code" inputMode="numeric" autoComplete="one-time-code" maxLength={7} placeholder="123 456" value={draft.values.code} error={confirm.error?.code === "second_factor_refused" ? confirm.error.nextStep : confirm.error?.reason("code")} onChange={(code) => draft.set({ code })} />
      </Form>
    </Dialog>
  );
}

function RecoveryCodes({ open, onClose }: { open: boolean; onClose: () => void }) {
  const make = useAct((_: void, send) => send<RecoveryCodes>(CODES, { method: "POST" }), STALE);
  const close = () => {
    make.reset();
    onClose();
  };
  if (make.data) return <Codes open={open} codes={make.data.recovery_codes} onClose={close} />;
  return (
    <Dialog open={open} onClose={close} title="Make new recovery codes?" about="The ones you have stop working." foot={<><Button onClick={close}>Cancel</Button><Button tone="primary" busy={make.isPending} onClick={() => make.mutate()}>Make new codes</Button></>}>
      {make.error && <ProblemBanner problem={make.error} />}
    </Dialog>
  );
}

export function Codes({ open, codes, onClose }: { open: boolean; codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keep these recovery codes" about="Each lets you in once when your phone is gone. They are shown only now." foot={<Button tone="primary" onClick={onClose}>I have kept them</Button>}>
      <ul className="recovery">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <Copyable text={codes.join(" ")} name="all codes" label="Copy all" />
    </Dialog>
  );
}
