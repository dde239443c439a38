/**
 * A dialog over the page: focus stays inside, Escape closes, the page behind does not scroll.
 *
 * Radix's own overlay is left out: it stops scrolling by an inline style sheet, which our policy forbids. A rule in
 * dialog.css does the same.
 */

import { Dialog as Radix } from "radix-ui";
import { useState, type FormEvent, type ReactNode } from "react";
import type { Problem } from "../api/problem.ts";
import { Button, IconButton } from "./button.tsx";
import { Field } from "./field.tsx";
import { useFocusOver } from "./focus.ts";
import { ProblemBanner } from "./notice.tsx";
import { useOnce } from "./once.ts";
import { useUnsaved } from "./unsaved.ts";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  about?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
  foot?: ReactNode;
  /** A press beside it closes it; not where something would be lost. */
  light?: boolean;
  /** It cannot be closed yet but by what it offers: something would be lost. */
  stays?: boolean;
}

export function Dialog({ open, onClose, title, about, wide = false, children, foot, light = false, stays = false }: DialogProps) {
  useUnsaved(open && stays);
  const focus = useFocusOver({ field: !stays });
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && !stays && onClose()}>
      <Radix.Portal>
        <div className="veil">
          <Radix.Content
            className={wide ? "dialog dialog--wide modal" : "dialog modal"}
            aria-modal="true"
            {...(about ? {} : { "aria-describedby": undefined })}
            {...focus}
            onEscapeKeyDown={(event) => {
              // A list that is open in it is closed first.
              if (document.activeElement?.matches("[role='combobox'][aria-expanded='true']")) event.preventDefault();
            }}
            onInteractOutside={(event) => {
              if (!light) event.preventDefault();
            }}
          >
            <div className="dialog__head">
              <Radix.Title asChild><h2>{title}</h2></Radix.Title>
              {!stays && <Radix.Close asChild><IconButton name="Close" glyph="cross" small /></Radix.Close>}
            </div>
            <div className="dialog__body">
              {about && <Radix.Description asChild><div className="soft">{about}</div></Radix.Description>}
              {children}
            </div>
            {foot && <div className="dialog__foot">{foot}</div>}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** What is about to be done, as the button says it. */
  deed: string;
  /** Has to be typed first, where it cannot be undone. */
  name?: string | undefined;
  busy: boolean;
  problem?: Problem | null;
  onConfirm: () => void;
}

/** Asks before something is lost. */
export function Confirm({ open, onClose, title, children, deed, name, busy, problem, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState("");
  const once = useOnce(busy);
  const ready = name === undefined || typed.trim() === name;
  const close = () => {
    setTyped("");
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) once(onConfirm);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      about={children}
      foot={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="danger" submit form="confirm" busy={busy} disabled={!ready}>{deed}</Button>
        </>
      }
    >
      <form id="confirm" className="form" onSubmit={submit}>
        {problem && <ProblemBanner problem={problem} />}
        {name !== undefined && (
          <Field label={<>Type <b className="typed">{name}</b> to confirm</>}>
            {(control) => <input {...control} className="input" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
      </form>
    </Dialog>
  );
}
