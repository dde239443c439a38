/** Whether it is meant. */

import { useEffect, useRef } from "preact/hooks";
import { accountName } from "../accounts.ts";
import type { State } from "../state.ts";
import { useMarket } from "./context.ts";
import { Banner } from "./pieces.tsx";

const EDGE = 16;

export function DisconnectDialog({ leaving }: { leaving: NonNullable<State["leaving"]> }) {
  const market = useMarket();
  const { words, facts } = market;
  const dialog = useRef<HTMLDialogElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const { card, account, busy, failed } = leaving;
  const params = { app: card.name, name: accountName(account, words), product: facts.product };
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    if (opened && !market.isModal) hold(opened);
    // Browsers ignore `autofocus` in another site's frame.
    keep.current?.focus();
    return () => {
      // The browser gives the focus back; where the button that asked is gone with the account, it cannot.
      opened?.close();
      if (document.activeElement === document.body) document.querySelector<HTMLElement>("h1")?.focus();
    };
  }, []);
  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby="leaving"
      aria-describedby="leaving-text"
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) market.keep();
      }}
    >
      <div class="dialog__head">
        <h2 id="leaving">{words.say("disconnect.title", params)}</h2>
      </div>
      <div class="dialog__body">
        <p id="leaving-text">{words.say("disconnect.text", params)}</p>
        <div role="alert">
          {failed && (
            <Banner
              notice={{
                tone: "bad",
                title: words.say("disconnect.failed"),
                text: words.find(`trouble.${failed.code}.text`, params) ?? words.say("trouble.unknown.text"),
              }}
            />
          )}
        </div>
      </div>
      <div class="dialog__foot">
        <button class="button" type="button" ref={keep} disabled={busy} onClick={() => market.keep()}>
          {words.say("disconnect.keep")}
        </button>
        <button
          class="button button--danger"
          type="button"
          aria-busy={busy || undefined}
          onClick={() => void market.disconnect()}
        >
          {words.say("disconnect")}
        </button>
      </div>
    </dialog>
  );
}

/** An inline frame is as high as its content, and its middle may be out of sight: the dialog goes where the reader looks. */
function hold(dialog: HTMLDialogElement): void {
  const observer = new IntersectionObserver((seen) => {
    observer.disconnect();
    const { top = 0, height = 0 } = seen[0]?.intersectionRect ?? {};
    dialog.style.marginBlock = `${Math.max(EDGE, top + (height - dialog.offsetHeight) / 2)}px auto`;
  });
  observer.observe(document.documentElement);
}
