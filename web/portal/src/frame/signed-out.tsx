import { useEffect, useState } from "react";
import { DOOR, SIGNED_OUT } from "../api/call.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";

/** The session has ended in the middle of a form: the way to sign in that does not lose it. */
export function SignedOut() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    addEventListener(SIGNED_OUT, show);
    return () => removeEventListener(SIGNED_OUT, show);
  }, []);
  const close = () => setOpen(false);
  const signIn = () => {
    close();
    window.open(DOOR, "_blank", "noopener");
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title="You are no longer signed in"
      about="What you typed is still on this page. Sign in in another tab, then come back here and save it."
      foot={<><Button onClick={close}>Not now</Button><Button tone="primary" onClick={signIn}>Sign in in another tab</Button></>}
    />
  );
}
