/** A form: what it holds, what was wrong with it, and one way to send it. */

import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import type { UseMutationResult } from "@tanstack/react-query";
import type { Problem } from "../api/problem.ts";
import { ProblemBanner } from "./notice.tsx";
import { useOnce } from "./once.ts";
import { useUnsaved } from "./unsaved.ts";

export interface Draft<Values> {
  values: Values;
  set: (changes: Partial<Values>) => void;
  /** What differs from the beginning; who sends only this writes over nobody else's change. */
  changes: Partial<Values>;
  changed: boolean;
  reset: () => void;
}

/**
 * What stands in the form. It follows `initial` as long as nobody has typed, and is not left unsaved without a word;
 * `fleeting` is what browsers fill in by themselves, and what nobody would miss.
 */
export function useDraft<Values extends object>(initial: Values, { fleeting = false } = {}): Draft<Values> {
  const [typed, setTyped] = useState<Partial<Values>>({});
  const values = { ...initial, ...typed };
  const names = Object.keys(values) as (keyof Values)[];
  const differing = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(initial[name]));
  const changes = Object.fromEntries(differing.map((name) => [name, values[name]])) as Partial<Values>;
  const changed = differing.length > 0;
  const letGo = useUnsaved(changed && !fleeting);
  // Of what was there when this was rendered: what somebody typed since then, while it was being saved, stays.
  const reset = () => {
    letGo();
    setTyped((now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== typed[name as keyof Values])) as Partial<Values>);
  };
  return { values, set: (more) => setTyped((before) => ({ ...before, ...more })), changes, changed, reset };
}

/** `chosen` with or without one more, in the order that it had at `first`: whoever presses twice has changed nothing. */
export function toggled(chosen: readonly string[], one: string, first: readonly string[]): string[] {
  return [...new Set([...first, ...chosen, one])].filter((other) => chosen.includes(other) !== (other === one));
}

interface FormProps {
  id?: string;
  act: Pick<UseMutationResult<unknown, Problem, never>, "isPending" | "error">;
  /** Fields that show their own errors; of the rest it is said above. */
  fields: readonly string[];
  /** The problem is shown at a field although it names none. */
  shown?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}

/** Sends once. After a refusal the first wrong field has the focus; what is said above a long form comes into view. */
export function Form({ id, act, fields, shown = false, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { error, isPending } = act;
  const once = useOnce(isPending);
  useEffect(() => {
    if (!error) return;
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid='true']");
    if (wrong) wrong.focus();
    else form.current?.querySelector(".banner--bad")?.scrollIntoView({ block: "center" });
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    once(onSubmit);
  };
  return (
    <form ref={form} {...(id && { id })} className="form" noValidate onSubmit={submit}>
      {error && !shown && !error.names(fields) && <ProblemBanner problem={error} />}
      {children}
    </form>
  );
}
