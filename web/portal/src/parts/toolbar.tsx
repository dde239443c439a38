/** What narrows a table. */

import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Filter } from "./address.ts";
import { Glyph } from "./glyph.tsx";

const STILL_MS = 250;

export function Toolbar({ children }: { children: ReactNode }) {
  return <div className="toolbar filters" role="search">{children}</div>;
}

/** Asks the server when the typing pauses. */
export function SearchBox({ filter, name, label }: { filter: Filter; name: string; label: string }) {
  const asked = filter.get(name);
  const [typed, setTyped] = useState(asked);
  const sent = useRef(asked);
  const { set } = filter;
  // Another page or a cleared filter writes into the box; what it sent itself comes back late, and is not news.
  useEffect(() => {
    if (asked !== sent.current) setTyped(asked);
    sent.current = asked;
  }, [asked]);
  useEffect(() => {
    if (typed === sent.current) return;
    const here = location.pathname;
    const timer = setTimeout(() => {
      // Whoever is on the way to another page is not called back from it.
      if (location.pathname !== here) return;
      sent.current = typed;
      set({ [name]: typed }, true);
    }, STILL_MS);
    return () => clearTimeout(timer);
  }, [typed, name, set]);
  return (
    <div className="search">
      <Glyph name="search" />
      <input className="input" type="search" aria-label={label} placeholder={label} value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />
    </div>
  );
}

interface ChipsProps {
  filter: Filter;
  name: string;
  label: string;
  options: readonly { value: string; label: string; count?: number | undefined }[];
}

/** One of a few states; the first, "", is all of them. */
export function Chips({ filter, name, label, options }: ChipsProps) {
  const chosen = filter.get(name);
  return (
    <div className="chips" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" className="chip" aria-pressed={option.value === chosen} onClick={() => filter.set({ [name]: option.value })}>
          {option.label}
          {option.count !== undefined && <span className="count">{option.count.toLocaleString()}</span>}
        </button>
      ))}
    </div>
  );
}

interface PickProps {
  filter: Filter;
  name: string;
  label: string;
  all: string;
  options: readonly { value: string; label: string }[];
}

/** One of many. */
export function Pick({ filter, name, label, all, options }: PickProps) {
  return (
    <select className="select pick" aria-label={label} value={filter.get(name)} onChange={(event) => filter.set({ [name]: event.target.value })}>
      <option value="">{all}</option>
      {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
    </select>
  );
}
