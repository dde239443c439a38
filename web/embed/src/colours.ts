/** Colours that can be read, by the same rules as the server's own (src/bothways/marketplace/theme.py). */

export type Channels = readonly [number, number, number];

const WHITE = "#ffffff";
const INK = "#14181f";
const BLACK = "#000000";
// The ground of cards in the dark (`--surface` in web/ui/tokens.css).
const DARK_SURFACE = "#161a20";
// WCAG 2.2, success criterion 1.4.3.
const READABLE = 4.5;
const STEPS = 20;

/** White or near-black, whichever is read better; black where neither would be read well enough. */
export function inkOn(ground: Channels): string {
  const best = contrast(channels(WHITE), ground) >= contrast(channels(INK), ground) ? WHITE : INK;
  return contrast(channels(best), ground) >= READABLE ? best : BLACK;
}

/** The accent with as much white in it as it takes to stand out from a dark page. */
export function lifted(accent: Channels): Channels {
  const dark = channels(DARK_SURFACE);
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(accent, step / STEPS);
    if (contrast(mixed, dark) >= READABLE) return mixed;
  }
  return [1, 1, 1];
}

export function contrast(one: Channels, other: Channels): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Of `#rgb` or `#rrggbb`. */
export function channels(text: string): Channels {
  const digits = text.slice(1);
  const width = digits.length / 3;
  const part = (at: number) => parseInt(digits.slice(at * width, (at + 1) * width).padEnd(2, digits[at * width]), 16) / 255;
  return [part(0), part(1), part(2)];
}

export function hex(colour: Channels): string {
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

function mix([red, green, blue]: Channels, white: number): Channels {
  return [red + (1 - red) * white, green + (1 - green) * white, blue + (1 - blue) * white];
}
