/** What a page shows stands in its address, so that it can be sent to somebody and survives a reload. */

import { useCallback } from "react";
import { useSearchParams } from "react-router";

export interface Filter {
  get: (name: string) => string;
  /** Sets or (by "") clears; another filter starts at the first page again. */
  set: (changes: Readonly<Record<string, string>>, replace?: boolean) => void;
  clear: () => void;
  active: boolean;
}

/** The named parts of the address. `replace` while somebody types, so that going back leads to the page before. */
export function useFilter(names: readonly string[]): Filter {
  const [params, setParams] = useSearchParams();
  const set = useCallback((changes: Readonly<Record<string, string>>, replace = false) => {
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete("cursor");
      for (const [name, value] of Object.entries(changes)) {
        if (value) after.set(name, value);
        else after.delete(name);
      }
      return after;
    }, { replace });
  }, [setParams]);
  return {
    get: (name) => params.get(name) ?? "",
    set,
    clear: () => set(Object.fromEntries(names.map((name) => [name, ""]))),
    active: names.some((name) => params.has(name)),
  };
}

/** Where in a long list the page stands; `name` tells several lists of one page apart. */
export function useCursor(name = "cursor"): [string | null, (cursor: string) => void, (() => void) | null] {
  const [params, setParams] = useSearchParams();
  const cursor = params.get(name);
  const go = (to: string | null) => setParams((before) => {
    const after = new URLSearchParams(before);
    if (to) after.set(name, to);
    else after.delete(name);
    return after;
  }, { preventScrollReset: name !== "cursor" });
  return [cursor, go, cursor ? () => go(null) : null];
}

/** What the list goes by: a name, or a minus and a name. */
export function useSort(): [string | null, (sort: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (sort: string) => setParams((before) => {
    const after = new URLSearchParams(before);
    after.delete("cursor");
    after.set("sort", sort);
    return after;
  }, { replace: true });
  return [params.get("sort"), set];
}
