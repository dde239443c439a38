import { useEffect, useRef } from "react";

/** Does what it is given, unless the last is still under way: of a double press, `busy` comes too late to stop the second. */
export function useOnce(busy: boolean): (act: () => void) => void {
  const begun = useRef(false);
  useEffect(() => {
    if (!busy) begun.current = false;
  });
  return (act) => {
    if (busy || begun.current) return;
    begun.current = true;
    act();
  };
}
