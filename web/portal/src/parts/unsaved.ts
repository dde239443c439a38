/** What would be lost if somebody left now. Each form and each secret that is shown once keeps its own place in it. */

import { useEffect, useRef } from "react";

const held = new Set<object>();

export function holdsUnsaved(): boolean {
  return held.size > 0;
}

/** What was typed belongs to something that is gone: nobody need be asked about it. */
export function forgetUnsaved(): void {
  held.clear();
}

/** Holds as long as `unsaved` and the page is there. Calling what it returns lets go at once, before the next page is asked for. */
export function useUnsaved(unsaved: boolean): () => void {
  const own = useRef({}).current;
  useEffect(() => {
    if (unsaved) held.add(own);
    else held.delete(own);
  });
  useEffect(() => () => void held.delete(own), [own]);
  return () => void held.delete(own);
}
