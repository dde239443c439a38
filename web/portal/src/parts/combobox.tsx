/**
 * One of more than fit a list: the server is asked for what is typed (the combobox of WAI-ARIA 1.2). Whoever leaves it
 * without choosing keeps what was chosen before.
 */

import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Problem } from "../api/problem.ts";
import { Glyph } from "./glyph.tsx";
import { plural } from "./words.tsx";

const STILL_MS = 200;
const GAP_PX = 4;

export interface Option {
  value: string;
  label: string;
  /** Tells those of one name apart. */
  note?: string;
}

/** What the server has for the typed words. */
export interface Found {
  options: readonly Option[] | undefined;
  more: boolean;
  problem: Problem | null;
}

interface Props {
  /** The one that is chosen; null is `none`. */
  chosen: Option | null;
  /** What choosing nothing means: "All integrations". */
  none: string;
  onChoose: (option: Option | null) => void;
  /** A hook that asks for words, or for nothing while the list is closed. */
  useFound: (words: string | null) => Found;
  id?: string;
  label?: string;
  className?: string;
}

export function Combobox({ chosen, none, onChoose, useFound, label, className = "", ...control }: Props) {
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = useFound(useStill(open ? typed.trim() : null));
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  usePlaced(open, input, list);
  const options: readonly (Option | null)[] = typed.trim() ? found.options ?? [] : [null, ...(found.options ?? [])];
  const active = Math.min(at, options.length - 1);
  useEffect(() => {
    if (open) list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [open, active]);
  const show = (words: string) => {
    setTyped(words);
    setAt(0);
    setOpen(true);
  };
  const choose = (option: Option | null | undefined) => {
    setOpen(false);
    if (option !== undefined) onChoose(option);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !open) show("");
    else if (step) setAt((active + step + options.length) % Math.max(1, options.length));
    else if (event.key === "Enter" && open) choose(options[active]);
    else if (event.key === "Escape" && open) setOpen(false);
    else return;
    event.preventDefault();
  };
  return (
    <div className={`combobox ${className}`}>
      <input
        {...control}
        ref={input}
        type="text"
        role="combobox"
        className="input select"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        placeholder={chosen?.label ?? none}
        value={open ? typed : chosen?.label ?? none}
        onChange={(event) => show(event.target.value)}
        onClick={() => open || show("")}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <div ref={list} popover="manual" className="menu combobox__list" onMouseDown={(event) => event.preventDefault()}>
        <ul id={`${id}-list`} role="listbox" aria-label={label ?? "Found"}>
          {options.map((option, index) => (
            <li key={option?.value ?? ""} id={`${id}-${index}`} role="option" aria-selected={index === active} className="menu__item" onMouseMove={() => setAt(index)} onClick={() => choose(option)}>
              <span className="menu__words">{option?.label ?? none}</span>
              {option?.note && <span className="faint small clip">{option.note}</span>}
              {option?.value === chosen?.value && <Glyph name="check" />}
            </li>
          ))}
        </ul>
        <p className="combobox__told small soft" role="status">{open && told(found)}</p>
      </div>
    </div>
  );
}

function told({ options, more, problem }: Found): string {
  if (problem) return `${problem.message} ${problem.nextStep}`;
  if (!options) return "Searching…";
  if (options.length === 0) return "Nothing of that name.";
  return more ? `The first ${options.length}. Type a part of the name to find others.` : `${plural(options.length, "choice")}.`;
}

/** The words once the typing pauses; at once where the list opens or closes. */
function useStill(words: string | null): string | null {
  const [still, setStill] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setStill(words), words ? STILL_MS : 0);
    return () => clearTimeout(timer);
  }, [words]);
  return words === null ? null : still ?? words;
}

/** The list over everything else, below its box or where there is more room; placed again with what it shows. */
function usePlaced(open: boolean, box: React.RefObject<HTMLElement | null>, list: React.RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    if (!open) return;
    const over = list.current;
    over?.showPopover();
    return () => over?.hidePopover();
  }, [open, list]);
  useLayoutEffect(() => {
    const [over, under] = [list.current, box.current];
    if (!open || !over || !under) return;
    const place = () => {
      const { top, bottom, left, width } = under.getBoundingClientRect();
      const room = { above: top - GAP_PX, below: innerHeight - bottom - GAP_PX };
      const above = room.below < over.scrollHeight && room.above > room.below;
      Object.assign(over.style, {
        minWidth: `${width}px`,
        maxHeight: `min(20rem, ${Math.max(room.above, room.below) - GAP_PX}px)`,
        top: above ? "auto" : `${bottom + GAP_PX}px`,
        bottom: above ? `${innerHeight - top + GAP_PX}px` : "auto",
      });
      over.style.left = `${Math.max(GAP_PX, Math.min(left, document.documentElement.clientWidth - over.offsetWidth - GAP_PX))}px`;
    };
    place();
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    return () => {
      removeEventListener("resize", place);
      removeEventListener("scroll", place, true);
    };
  });
}
