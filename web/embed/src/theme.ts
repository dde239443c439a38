/**
 * What the page asks for in place of the environment's own look. The variables go in through the CSSOM: the policy
 * allows no style in markup. `messages.ts` has checked each value's shape.
 */

import type { FrameOptions } from "../../contract/messages.ts";
import { channels, hex, inkOn, lifted } from "./colours.ts";

const GENERIC = new Set(["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"]);
const FALLBACK = ["system-ui", "sans-serif"];

export function dress(options: FrameOptions): void {
  const root = document.documentElement;
  if (options.theme) root.dataset["theme"] = options.theme;
  for (const [name, value] of variables(options)) root.style.setProperty(`--theme-${name}`, value);
}

function* variables({ accent, radius, font }: FrameOptions): Generator<[string, string]> {
  if (accent) {
    const light = channels(accent);
    const dark = lifted(light);
    yield ["accent", hex(light)];
    yield ["on-accent", inkOn(light)];
    yield ["accent-dark", hex(dark)];
    yield ["on-accent-dark", inkOn(dark)];
  }
  if (radius !== undefined) yield ["radius", `${radius / 16}rem`];
  if (font) yield ["font", families(font)];
}

function families(font: string): string {
  const named = font.split(",").map((family) => family.trim());
  const quoted = named.map((family) => (GENERIC.has(family.toLowerCase()) ? family : `"${family}"`));
  return [...quoted, ...FALLBACK.filter((family) => !named.includes(family))].join(", ");
}
