import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link } from "react-router";
import { Glyph, type GlyphName } from "./glyph.tsx";

type Tone = "plain" | "primary" | "danger" | "quiet" | "quiet-danger";

interface Shape {
  tone?: Tone;
  small?: boolean;
  glyph?: GlyphName;
}

function classes({ tone = "plain", small = false }: Shape, icon = false): string {
  return ["button", tone === "plain" ? "" : `button--${tone}`, small ? "button--small" : "", icon ? "button--icon" : ""].filter(Boolean).join(" ");
}

interface ButtonProps extends Shape, Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "type"> {
  /** While it works a second press does nothing; it keeps the focus. */
  busy?: boolean;
  submit?: boolean;
  ref?: React.Ref<HTMLButtonElement>;
}

export function Button({ tone, small, glyph, busy = false, submit = false, disabled = false, children, onClick, ...rest }: ButtonProps) {
  // A form that is saved has nothing to send: its button keeps the focus, which a disabled one would lose.
  const idle = submit && disabled;
  return (
    <button
      {...rest}
      disabled={disabled && !submit}
      aria-disabled={idle || undefined}
      type={submit ? "submit" : "button"}
      className={classes({ ...(tone && { tone }), ...(small && { small }) })}
      aria-busy={busy || undefined}
      onClick={busy || idle ? (event) => event.preventDefault() : onClick}
    >
      {glyph && <Glyph name={glyph} />}
      {children}
    </button>
  );
}

/** A glyph alone, with a name for those who do not see it. */
export function IconButton({ name, glyph, tone = "quiet", small = false, ref, ...rest }: { name: string; glyph: GlyphName } & Omit<ButtonProps, "children" | "submit">) {
  const { busy, ...others } = rest;
  return (
    <button {...others} ref={ref} type="button" className={classes({ tone, small }, true)} aria-label={name} aria-busy={busy || undefined} title={name}>
      <Glyph name={glyph} />
    </button>
  );
}

export function LinkButton({ to, children, glyph, ...shape }: Shape & { to: string; children: ReactNode }) {
  return (
    <Link to={to} className={classes(shape)}>
      {glyph && <Glyph name={glyph} />}
      {children}
    </Link>
  );
}

/** To another site, in a tab of its own. */
export function OutButton({ href, children, ...shape }: Shape & { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={classes(shape)}>
      {children}
      <Glyph name="external" />
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
