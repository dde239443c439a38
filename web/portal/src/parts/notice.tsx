/** What a page has to say: banners, problems, emptiness, waiting. */

import type { ReactNode } from "react";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { Glyph, type GlyphName } from "./glyph.tsx";

type Tone = "good" | "warn" | "bad" | "info";
const SIGNS: Readonly<Record<Tone, GlyphName>> = { good: "check", warn: "alert", bad: "stop", info: "info" };

interface BannerProps {
  tone: Tone;
  title?: string | undefined;
  children?: ReactNode;
  actions?: ReactNode;
  /** Spoken as soon as it appears; what stood there from the beginning is not. */
  live?: boolean;
}

export function Banner({ tone, title, children, actions, live = false }: BannerProps) {
  const role = tone === "bad" || tone === "warn" ? "alert" : "status";
  return (
    <div className={`banner banner--${tone}`} {...(live ? { role } : {})}>
      <Glyph name={SIGNS[tone]} />
      <div className="banner__body">
        {title && <p className="banner__title">{title}</p>}
        {children}
      </div>
      {actions && <div className="banner__actions">{actions}</div>}
    </div>
  );
}

/** A problem in full: what, what to do, and the id that the server's log knows it by. */
export function ProblemBanner({ problem, again }: { problem: Problem; again?: () => void }) {
  // What only repeats its fields is not said twice.
  const repeats = problem.message === problem.fields.map((one) => `${one.field}: ${one.reason}`).join("; ");
  return (
    <Banner tone="bad" live title={repeats ? undefined : problem.message} actions={again && <Button small onClick={again}>Try again</Button>}>
      {problem.fields.length > 0 && (
        <ul className="plain-list">{problem.fields.map((one) => <li key={one.field}><code>{one.field}</code> {one.reason}</li>)}</ul>
      )}
      <p>{problem.nextStep}</p>
      {problem.requestId && <p className="small">Request <code>{problem.requestId}</code></p>}
    </Banner>
  );
}

export function Empty({ glyph, title, children, actions }: { glyph: GlyphName; title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <Glyph name={glyph} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className="row row--center">{actions}</div>}
    </div>
  );
}

/** Grey lines where words will be. */
export function Waiting({ lines = 4, name = "Loading" }: { lines?: number; name?: string }) {
  return (
    <div className="stack" role="status" aria-label={name}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={`skeleton ${index % 3 === 1 ? "skeleton--short" : "skeleton--long"}`} />
      ))}
    </div>
  );
}
