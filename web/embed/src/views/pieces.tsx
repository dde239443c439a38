/** Small things that every view uses. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Card } from "../shapes.ts";
import type { Notice } from "../state.ts";
import { useMarket } from "./context.ts";

const SIGNS = { good: "check", warn: "alert", bad: "stop", info: "info" } as const;

export function Glyph({ name, large = false }: { name: string; large?: boolean }) {
  return (
    <svg class={large ? "glyph glyph--large" : "glyph"} aria-hidden="true">
      <use href={`/assets/glyphs.svg#${name}`} />
    </svg>
  );
}

/** The sign of an app; its letters where there is no picture, or none that loads. */
export function Mark({ card, size }: { card: Card; size?: "small" | "large" }) {
  const [broken, setBroken] = useState(false);
  const shape = `logo${size ? ` logo--${size}` : ""}`;
  if (!card.logo_url || broken)
    return (
      <span class={`${shape} monogram monogram--${card.hue}`} aria-hidden="true">
        {card.monogram}
      </span>
    );
  const ground = card.background ? { "--tile": card.background, "--tile-line": card.background } : {};
  return (
    <span class={card.logo_fills ? `${shape} logo--full` : shape} style={ground}>
      <img src={card.logo_url} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />
    </span>
  );
}

/** The operator's own sign. */
export function Brand({ size }: { size?: "small" }) {
  const { facts } = useMarket();
  const shape = `logo${size ? ` logo--${size}` : ""}`;
  return facts.logo ? (
    <span class={shape}>
      <img class="logo__brand" src={facts.logo} alt="" />
    </span>
  ) : (
    <span class={`${shape} logo--brand`} aria-hidden="true">
      <Glyph name="bothways" />
    </span>
  );
}

/**
 * Takes the focus when the view appears, so that it is read out and the next Tab begins there. Whoever comes back to a
 * view finds it as it was, and has the focus on what it was left by.
 */
export function Heading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const market = useMarket();
  useLayoutEffect(() => {
    const left = market.cameBack();
    const before = left && document.getElementById(left.id);
    if (before) window.scrollTo(0, left.scroll);
    // Not on the first view: whoever opens the marketplace has not moved in it yet.
    const target = before ?? (market.state.moved ? heading.current : undefined);
    target?.focus({ preventScroll: market.isModal });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

export function Banner({ notice, children }: { notice: Notice; children?: ComponentChildren }) {
  return (
    <div class={`banner banner--${notice.tone}`}>
      <Glyph name={SIGNS[notice.tone]} />
      <div class="banner__body">
        <p class="banner__title">{notice.title}</p>
        {notice.text && <p>{notice.text}</p>}
      </div>
      {children && <div class="banner__actions">{children}</div>}
    </div>
  );
}

/** A link into a window of its own, which says so to those who do not see the glyph. */
export function Outside({ href, shape, children }: { href: string; shape?: string; children: ComponentChildren }) {
  const { words } = useMarket();
  // Addresses are data, from operators and from files.
  if (!/^https?:\/\//i.test(href)) return null;
  return (
    <a class={shape} href={href} target="_blank" rel="noopener noreferrer">
      {children}
      {shape && <Glyph name="external" />}
      <span class="visually-hidden"> {words.say("new_window")}</span>
    </a>
  );
}

export function Hidden({ children }: { children: ComponentChildren }) {
  return <span class="visually-hidden">{children}</span>;
}

/** A moment as people write it where the reader lives; the exact one for machines. */
export function Time({ at }: { at: string }) {
  const { words } = useMarket();
  return <time dateTime={at}>{words.moment(at)}</time>;
}
