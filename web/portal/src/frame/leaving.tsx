/** Nothing that was typed is lost without a word: whoever leaves it is asked first. */

import { useEffect } from "react";
import { useBlocker } from "react-router";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { holdsUnsaved } from "../parts/unsaved.ts";

/** Asks before another page of the portal comes; before the portal is left, the browser asks in its own words. */
export function Leaving() {
  const blocker = useBlocker(({ currentLocation: here, nextLocation: there }) =>
    holdsUnsaved() && (here.pathname !== there.pathname || here.search !== there.search));
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (holdsUnsaved()) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
  const stay = () => blocker.reset?.();
  return (
    <Dialog
      open={blocker.state === "blocked"}
      onClose={stay}
      title="Leave without saving?"
      about="Something on this page is not saved yet. It is lost when you leave."
      foot={<><Button tone="quiet-danger" onClick={() => blocker.proceed?.()}>Leave without saving</Button><Button tone="primary" onClick={stay}>Stay here</Button></>}
    />
  );
}
