import { useRef } from "react";

const FIELD = "input:checked, input:not([type='radio']), select, textarea";

/**
 * The focus of what opens over the page: it begins in the first field, and goes back to where it was, unless somebody was
 * led on to another page. Radix would drop it, as what we open has no trigger that it knows of.
 */
export function useFocusOver({ field = true } = {}) {
  const before = useRef<Element>(null);
  const onOpenAutoFocus = (event: Event) => {
    before.current = document.activeElement;
    const first = field && (event.currentTarget as Element).querySelector<HTMLElement>(FIELD);
    if (!first) return;
    event.preventDefault();
    first.focus();
  };
  const onCloseAutoFocus = (event: Event) => {
    event.preventDefault();
    if (document.activeElement !== document.body) return;
    const back = before.current?.isConnected && before.current !== document.body ? before.current : document.getElementById("content");
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  };
  return { onOpenAutoFocus, onCloseAutoFocus };
}
