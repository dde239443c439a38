/**
 * A theme as the variables of our stylesheet. The server's own rules (marketplace/theme.py) once more: colours are
 * chosen so that they can be read, and a preview that asked the server for each step of a slider would lag behind it.
 */

import type { Theme } from "../../api/types.ts";

const WHITE = "#ffffff";
const INK = "#14181f";
const BLACK = "#000000";
const DARK_SURFACE = "#161a20";
// WCAG 2.2, success criterion 1.4.3.
const READABLE = 4.5;
const STEPS = 20;
const GENERIC = new Set(["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"]);

type Channels = readonly [number, number, number];

export type Variables = Readonly<Record<"accent" | "on-accent" | "accent-dark" | "on-accent-dark" | "radius" | "font", string | null>>;

/** Null where the theme leaves the choice to the stylesheet, and where a colour is not one yet. */
export function themeVariables(theme: Theme): Variables {
  const accent = channels(theme.accent);
  const lit = accent && lifted(accent);
  return {
    accent: accent && hex(accent),
    "on-accent": accent && inkOn(accent),
    "accent-dark": lit && hex(lit),
    "on-accent-dark": lit && inkOn(lit),
    radius: theme.radius === null ? null : `${theme.radius / 16}rem`,
    font: theme.font ? fonts(theme.font) : null,
  };
}

function inkOn(ground: Channels): string {
  const contrasts = [WHITE, INK].map((ink) => [ink, contrast(channels(ink) ?? ground, ground)] as const);
  const [ink, ratio] = contrasts.reduce((best, one) => (one[1] > best[1] ? one : best));
  return ratio >= READABLE ? ink : BLACK;
}

/** With as much white in it as it takes to stand out from a dark page. */
function lifted(accent: Channels): Channels {
  const dark = channels(DARK_SURFACE) ?? accent;
  const mixes = Array.from({ length: STEPS + 1 }, (_, step) => mixed(accent, step / STEPS));
  return mixes.find((one) => contrast(one, dark) >= READABLE) ?? accent;
}

function contrast(one: Channels, other: Channels): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Channels): number {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(colour: Channels, white: number): Channels {
  return colour.map((part) => part + (1 - part) * white) as unknown as Channels;
}

function channels(text: string | null): Channels | null {
  const found = text && /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(text);
  if (!found) return null;
  const digits = found[1] ? [...found[1]].map((digit) => digit + digit).join("") : found[2] ?? "";
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255) as unknown as Channels;
}

function hex(colour: Channels): string {
  return `#${colour.map((part) => Math.round(part * 255).toString(16).padStart(2, "0")).join("")}`;
}

function fonts(text: string): string {
  const families = text.split(",").map((one) => one.trim()).filter(Boolean);
  const named = families.map((one) => (GENERIC.has(one.toLowerCase()) ? one : `"${one.replaceAll('"', "")}"`));
  return [...named, ...["system-ui", "sans-serif"].filter((one) => !families.includes(one))].join(", ");
}
