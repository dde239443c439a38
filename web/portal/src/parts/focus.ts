import { useRef } from "react";

const FIELD = "input:checked, input:not([type='radio']), select, textarea";

/**
 * The focus of what opens over the page: it begins in the first field, and goes back to where it was, unless somebody was
 * led on to another page. Radix would drop it, as what we open has no trigger that it knows of.
 */
export function useFocusOver({ field = true } = {}) {
  const back = useRef<() => void>(undefined);
  const onOpenAutoFocus = (event: Event) => {
    back.current = wayBack();
    const first = field && (event.currentTarget as Element).querySelector<HTMLElement>(FIELD);
    if (!first) return;
    event.preventDefault();
    first.focus();
  };
  const onCloseAutoFocus = (event: Event) => {
    event.preventDefault();
    if (document.activeElement === document.body) back.current?.();
  };
  return { onOpenAutoFocus, onCloseAutoFocus };
}

const PRESSED = "a[href], button:not(:disabled), input:not(:disabled)";

/**
 * Remembers where the focus is. Where that is gone by the time of going back, as a row that was removed, it is what takes
 * its place: in the same row, in the next one or the last, beside the list, or at last the page.
 */
function wayBack(): () => void {
  const before = document.activeElement;
  const row = before?.closest("li, tr");
  const list = row?.parentElement;
  const place = row && list ? [...list.children].indexOf(row) : 0;
  const nth = before && row ? within(row).indexOf(before) : 0;
  return () => {
    const next = row?.isConnected ? row : list?.isConnected ? (list.children[place] ?? list.lastElementChild) : null;
    const near = next ? (within(next)[nth] ?? within(next).at(-1)) : list?.isConnected && list.parentElement ? within(list.parentElement)[0] : null;
    const target = before?.isConnected && before !== document.body ? before : near ?? document.getElementById("content");
    if (target instanceof HTMLElement) target.focus({ preventScroll: target.id === "content" });
  };
}

function within(element: Element): Element[] {
  return [...element.querySelectorAll(PRESSED)];
}
