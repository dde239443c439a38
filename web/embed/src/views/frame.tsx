/** The whole of it: bar, ribbon, and whichever view it is; and the frame's ends, where the focus goes over to the page. */

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { announceHeight, enterFrom, FRAME_END, FRAME_START } from "../focus.ts";
import { AppPage } from "./app-page.tsx";
import { AttemptView } from "./attempt.tsx";
import { Catalog } from "./catalog.tsx";
import { useMarket } from "./context.ts";
import { DisconnectDialog } from "./disconnect.tsx";
import { Brand, Glyph } from "./pieces.tsx";
import { Ended, Outsider, Skeleton, Trouble } from "./trouble.tsx";

export function Frame() {
  const market = useMarket();
  const { state, words, facts } = market;
  const root = useRef<HTMLDivElement>(null);
  const ended = state.phase === "lost";
  const title = useTitle();
  useLayoutEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (!market.isModal && root.current) return announceHeight(root.current, (height) => market.host.say({ type: "resize", height }));
    return undefined;
  }, [market.isModal]);
  useEscape();
  return (
    <>
      <Edge id={FRAME_START} direction="back" />
      <div class={market.isModal ? "market page--plain" : "market market--inline page--plain"} ref={root}>
        <header class="market__bar">
          {facts.isTest && <p class="ribbon">{words.say("test")}</p>}
          {market.isModal && (
            <div class="topbar">
              <div class="shell">
                <span class="brand">
                  <Brand size="small" />
                  <span class="brand__name">{facts.product}</span>
                </span>
                <div class="topbar__end">
                  <button
                    class="button button--quiet button--icon"
                    type="button"
                    aria-label={words.say("close")}
                    onClick={() => market.close()}
                  >
                    <Glyph name="cross" />
                  </button>
                </div>
              </div>
            </div>
          )}
        </header>
        <main class="market__main">
          {/* What was typed stays where it is while a new session is on its way. */}
          <div hidden={ended}>
            <View />
          </div>
          {ended && <Ended />}
        </main>
      </div>
      {state.leaving && <DisconnectDialog leaving={state.leaving} />}
      <Edge id={FRAME_END} direction="forward" />
    </>
  );
}

function View() {
  const market = useMarket();
  const { phase, shop, details, place, attempt, fault, session } = market.state;
  if (phase === "outside") return <Outsider />;
  if (place.view === "attempt" && attempt) return <AttemptView attempt={attempt} />;
  const card = place.view === "app" ? market.card(place.slug) : undefined;
  const lacking = place.view === "app" ? !card || !details[place.slug] : !shop;
  if (fault && lacking) return <Trouble fault={fault} retry={() => market.retry()} />;
  if (!session || !shop) return <Skeleton />;
  if (place.view === "app")
    return card ? <AppPage key={place.slug} card={card} detail={details[place.slug]} form={place.form} /> : <Skeleton />;
  return <Catalog cards={shop.items} />;
}

/** In a modal the focus stays inside; the page may have controls of its own beside the frame, so it decides. */
function Edge({ id, direction }: { id: string; direction: "forward" | "back" }) {
  const market = useMarket();
  // The portal does not answer: beside a preview Tab simply goes on.
  if (!market.isModal || market.facts.isPreview) return null;
  const leave = () => {
    market.host.say({ type: "focus_out", direction });
    // A page that does not answer has no other place for it.
    setTimeout(() => {
      if (document.activeElement?.id === id && document.hasFocus()) enterFrom(direction);
    }, 80);
  };
  return <div class="edge" id={id} tabIndex={0} onFocus={leave} />;
}

function useTitle(): string {
  const market = useMarket();
  const { state, words, facts } = market;
  const { place } = state;
  const name = place.view === "app" ? market.card(place.slug)?.name : state.attempt?.card.name;
  return place.view === "shop" || !name ? words.say("catalog.title") : `${name} · ${facts.product}`;
}

/** Escape closes what is open: a question first (the dialog does that itself), then the modal. */
function useEscape(): void {
  const market = useMarket();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || market.state.leaving || !market.isModal) return;
      const field = event.target instanceof HTMLInputElement && event.target.type === "search" && event.target.value;
      if (!field) market.close();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
