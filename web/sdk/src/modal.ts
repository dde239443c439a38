/**
 * The marketplace in a dialog: the browser's own, so that the page behind it is inert and Escape closes it. The frame
 * stays when it is closed; what was typed is still there when it opens again.
 */

import type { Frame } from "./frame.ts";

export interface Shown {
  frame: Frame;
  close(): void;
  remove(): void;
}

export interface Modal extends Shown {
  show(integration?: string): void;
}

/** `hidden` hears that it was closed, `removed` that it is no more. */
export function createModal(
  make: (close: () => void) => Frame,
  label: string,
  hidden: () => void,
  removed: () => void,
): Modal {
  const dialog = document.createElement("dialog");
  const page = document.documentElement;
  const close = () => hide();
  const frame = make(close);
  let before: Element | null;
  let kept: string[] | undefined;

  function hide(gone = !frame.isOpen()): void {
    const was = kept;
    kept = undefined;
    if (gone) {
      dialog.onclose = null;
      removed();
    }
    dialog.close();
    if (was) {
      [page.style.overflow = "", page.style.paddingInlineEnd = ""] = was;
      (before as HTMLElement | null)?.focus?.();
      if (!gone) frame.say({ type: "hidden" });
      hidden();
    }
    if (gone) frame.remove();
  }

  frame.box.replaceWith(dialog);
  dialog.append(frame.box);
  dialog.ariaLabel = label;
  dialog.tabIndex = -1;
  // By Escape, or by us. Nothing but the ground around it can be hit: its box fills it.
  dialog.onclose = close;
  dialog.onclick = ({ target }) => target === dialog && close();
  document.body.append(frame.host);

  return {
    frame,
    close,
    remove: () => hide(true),
    show(integration) {
      if (!kept) {
        before = document.activeElement;
        kept = [page.style.overflow, page.style.paddingInlineEnd];
        // As wide as the scroll bar was, so that nothing jumps.
        page.style.paddingInlineEnd = `${innerWidth - page.clientWidth}px`;
        page.style.overflow = "hidden";
        dialog.showModal();
        // Until the customer is in: Escape would go nowhere from a frame that is on its way, which has the focus now.
        dialog.focus();
      }
      frame.say({ type: "show", integration });
      frame.entered.then(frame.focus, () => {});
    },
  };
}
