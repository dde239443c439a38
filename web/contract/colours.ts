/** Colours that can be read, by the same rules as the server's own (src/bothways/core/identity/colours.py, marketplace/theme.py). */

export type Channels = readonly [number, number, number];

const WHITE = "#ffffff";
const INK = "#14181f";
const BLACK = "#000000";
// WCAG 2.2, success criteria 1.4.3 (words) and 1.4.11 (edges of controls).
const READABLE = 4.5;
const VISIBLE = 3;
const STEPS = 20;
// Where the pointer is, a surface has a little ink in it.
const TINT = 0.07;
// How much of the surface softer inks hold at most, and what contrast they keep.
const SOFTER = [
  ["text-soft", 0.25, READABLE],
  ["text-faint", 0.36, READABLE],
  ["line-strong", 0.5, VISIBLE],
] as const;

/** What a theme chooses, and what stands there when it does not (web/ui/tokens.css). */
export const USUAL = {
  background: "#f6f7f9",
  surface: "#ffffff",
  text: "#14181f",
  background_dark: "#0d1014",
  surface_dark: "#161a20",
  text_dark: "#eef1f5",
};
export type ColourName = keyof typeof USUAL;
export type Colours = Partial<Record<ColourName, string>>;

/** The words for states, which have to be read on a theme's grounds as well. */
const STATES = {
  "": ["#12703f", "#8a4b00", "#b3261e", "#1d55b5"],
  _dark: ["#6fd39c", "#f0b765", "#ff9d94", "#93bbff"],
} as const;
const ENDINGS = ["", "_dark"] as const;

/** A colour that makes words hard to read, and why. `on`: the ground that a text is on. */
export interface Unreadable {
  name: ColourName;
  on?: ColourName;
  reason: string;
}

/** The first of each scheme, together with what is left to us; as the server finds them. */
export function unreadable(chosen: Colours): Unreadable[] {
  const colours = { ...USUAL, ...chosen };
  return ENDINGS.flatMap((ending) => {
    const text = `text${ending}` as const;
    const found = ([`background${ending}`, `surface${ending}`] as const).flatMap((on): Unreadable[] => {
      const below = channels(colours[on]);
      const ratio = contrast(channels(colours[text]), below);
      if (chosen[text] && ratio < READABLE) return [{ name: text, on, reason: `has ${figure(ratio)} on the ${on}; ${LEAST}` }];
      const states = Math.min(...STATES[ending].map((ink) => contrast(channels(ink), below)));
      const [what, worst] = ratio < READABLE ? ["text", ratio] : ["words for states", states];
      return chosen[on] && worst < READABLE ? [{ name: on, reason: `leaves our ${what} only ${figure(worst)}; ${LEAST}` }] : [];
    });
    return found.slice(0, 1);
  });
}

const LEAST = `${READABLE}:1 is the least that can be read`;

/** Cut, not rounded: 4.46 must not read as 4.5. */
function figure(ratio: number): string {
  return `${(Math.floor(ratio * 10) / 10).toFixed(1)}:1`;
}

/** The variables of `web/ui/README.md` that follow from what was chosen; `colours` has what holds where it was not. */
export function variables(chosen: Colours, colours: Record<ColourName, string>, accent?: string): [string, string][] {
  return [...(accent ? fills(accent, colours.surface_dark) : []), ...ENDINGS.flatMap((ending) => shades(chosen, colours, ending))];
}

function fills(accent: string, surface: string): [string, string][] {
  const light = channels(accent);
  const dark = lifted(light, channels(surface));
  return [
    ["accent", hex(light)],
    ["on-accent", inkOn(light)],
    ["accent-dark", hex(dark)],
    ["on-accent-dark", inkOn(dark)],
  ];
}

function shades(chosen: Colours, colours: Record<ColourName, string>, ending: "" | "_dark"): [string, string][] {
  const names = [`background${ending}`, `surface${ending}`, `text${ending}`] as const;
  const given = names.filter((name) => chosen[name]);
  if (given.length === 0) return [];
  const [background, surface, text] = names.map((name) => channels(colours[name])) as [Channels, Channels, Channels];
  const softer = SOFTER.map(([name, share, least]) => [`${name}${ending}`, softened(text, [surface, background], share, least)] as const);
  return [...given.map((name) => [name, channels(colours[name])] as const), ...softer].map(([name, colour]) => [variable(name), hex(colour)]);
}

/** The name of a theme's colour as tokens.css has it. */
export function variable(name: string): string {
  return name.replace("_", "-");
}

/** White or near-black, whichever is read better; black where neither would be read well enough. */
function inkOn(ground: Channels): string {
  const best = contrast(channels(WHITE), ground) >= contrast(channels(INK), ground) ? WHITE : INK;
  return contrast(channels(best), ground) >= READABLE ? best : BLACK;
}

/** The accent with as much white in it as it takes to stand out from a dark page. */
function lifted(accent: Channels, dark: Channels): Channels {
  const mixes = steps().map((step) => mixed(accent, channels(WHITE), step));
  return mixes.find((one) => contrast(one, dark) >= READABLE) ?? [1, 1, 1];
}

/** The ink with some of the surface in it, `share` at most; less where it could not be seen on each ground any more. */
function softened(text: Channels, grounds: readonly [Channels, Channels], share: number, least: number): Channels {
  const tinted = grounds.map((ground) => mixed(ground, text, TINT));
  const mixes = steps().map((step) => mixed(text, grounds[0], share * (1 - step)));
  return mixes.find((one) => tinted.every((ground) => contrast(one, ground) >= least)) ?? text;
}

function steps(): number[] {
  return Array.from({ length: STEPS }, (_, step) => step / STEPS);
}

function contrast(one: Channels, other: Channels): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Of `#rgb` or `#rrggbb`. */
function channels(text: string): Channels {
  const digits = text.slice(1);
  const width = digits.length / 3;
  const part = (at: number) => parseInt(digits.slice(at * width, (at + 1) * width).padEnd(2, digits[at * width]), 16) / 255;
  return [part(0), part(1), part(2)];
}

function hex(colour: Channels): string {
  return "#" + colour.map((part) => Math.round(part * 255).toString(16).padStart(2, "0")).join("");
}

function luminance(colour: Channels): number {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** With as much of the other in it; `share` from 0 to 1. */
function mixed(colour: Channels, other: Channels, share: number): Channels {
  const part = (at: 0 | 1 | 2) => colour[at] + (other[at] - colour[at]) * share;
  return [part(0), part(1), part(2)];
}
