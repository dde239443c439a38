/**
 * What changes who may sign in asks for the password once more, when it was typed long ago. The call that was refused
 * waits while it is asked for, and is then sent again.
 */

import { createContext, useCallback, useContext, useRef, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { SecretField } from "../parts/field.tsx";
import { ProblemBanner } from "../parts/notice.tsx";
import { call } from "./call.ts";
import { Problem } from "./problem.ts";

type Ask = () => Promise<boolean>;
const AskContext = createContext<Ask>(() => Promise.resolve(false));

/** Sends; where the server wants to see the password first, asks for it and sends again. */
export function useConfirmed(): <Answer>(send: () => Promise<Answer>) => Promise<Answer> {
  const ask = useContext(AskContext);
  return useCallback(async (send) => {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "confirmation_needed" || !(await ask())) throw error;
      return send();
    }
  }, [ask]);
}

export function Confirmation({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const waiting = useRef<(confirmed: boolean) => void>(undefined);
  const ask = useCallback<Ask>(() => new Promise((resolve) => {
    waiting.current = resolve;
    setOpen(true);
  }), []);
  const answer = (confirmed: boolean) => {
    setOpen(false);
    waiting.current?.(confirmed);
  };
  return (
    <AskContext value={ask}>
      {children}
      {open && <AskForPassword onAnswer={answer} />}
    </AskContext>
  );
}

function AskForPassword({ onAnswer }: { onAnswer: (confirmed: boolean) => void }) {
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await call<void>("/portal/api/confirm", { method: "POST", body: { password } });
      onAnswer(true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };
  const wrong = problem?.code === "password_wrong" ? "This is not your password" : undefined;
  return (
    <Dialog
      open
      onClose={() => onAnswer(false)}
      title="Is it still you?"
      about="This changes who may sign in, so please type your password once more. Whoever has none signs out and in again."
      foot={<><Button onClick={() => onAnswer(false)}>Cancel</Button><Button tone="primary" submit form="confirm-password" busy={busy}>Go on</Button></>}
    >
      <form id="confirm-password" className="form" onSubmit={(event) => void submit(event)}>
        {problem && !wrong && <ProblemBanner problem={problem} />}
        <SecretField label="Your password" autoComplete="current-password" value={password} error={wrong} onChange={setPassword} />
      </form>
    </Dialog>
  );
}
