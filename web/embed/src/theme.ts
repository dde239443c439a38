/**
 * What the page asks for in place of the environment's own look. The variables go in through the CSSOM: the policy
 * allows no style in markup. `messages.ts` has checked each value's shape.
 */

import { unreadable, USUAL, variable, variables, type ColourName, type Colours } from "../../contract/colours.ts";
import type { FrameOptions } from "../../contract/messages.ts";

const GENERIC = new Set(["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"]);
const FALLBACK = ["system-ui", "sans-serif"];
const NAMES = Object.keys(USUAL) as ColourName[];

/**
 * Put it on. Nothing of an earlier one stays; what is left out is as the environment has it.
 * Returns a sentence for whoever wrote the options when words cannot be read in their colours.
 */
export function dress(options: FrameOptions): string | undefined {
  const root = document.documentElement;
  if (options.theme) root.dataset["theme"] = options.theme;
  root.style.cssText = "";
  const { chosen, held } = colours(options);
  const together = { ...held, ...chosen };
  const fault = unreadable(together).find(({ name, on }) => chosen[name] || (on && chosen[on]));
  for (const [name, value] of variables(chosen, { ...USUAL, ...together }, options.accent)) set(name, value);
  if (options.radius !== undefined) set("radius", `${options.radius / 16}rem`);
  if (options.font) set("font", families(options.font));
  return fault && `In these colours words cannot be read: ${fault.name} ${fault.reason}.`;
}

/** What the page chose, and what the environment's stylesheet has. */
function colours(options: FrameOptions): { chosen: Colours; held: Colours } {
  const styles = getComputedStyle(document.documentElement);
  const of = (value: (name: ColourName) => string | undefined) =>
    Object.fromEntries(NAMES.flatMap((name) => (value(name) ? [[name, value(name)]] : []))) as Colours;
  return {
    chosen: of((name) => options[name]),
    held: of((name) => styles.getPropertyValue(`--theme-${variable(name)}`).trim()),
  };
}

function set(name: string, value: string): void {
  document.documentElement.style.setProperty(`--theme-${name}`, value);
}

function families(font: string): string {
  const named = font.split(",").map((family) => family.trim());
  const quoted = named.map((family) => (GENERIC.has(family.toLowerCase()) ? family : `"${family}"`));
  return [...quoted, ...FALLBACK.filter((family) => !named.includes(family))].join(", ");
}
