import { glyphs } from "../shell.ts";

export type GlyphName =
  | "bothways" | "check" | "cross" | "plus" | "alert" | "info" | "stop" | "search" | "external" | "renew" | "unlink" | "link" | "lock"
  | "shield" | "key" | "user" | "users" | "clock" | "copy" | "eye" | "back" | "forward" | "down" | "dots" | "trash" | "box" | "pulse"
  | "exit" | "home" | "grid" | "tile" | "sliders" | "menu" | "list" | "book" | "pencil";

/** One of our signs; always beside words, so it says nothing by itself. */
export function Glyph({ name, large = false }: { name: GlyphName; large?: boolean }) {
  return (
    <svg className={large ? "glyph glyph--large" : "glyph"} aria-hidden="true">
      <use href={`${glyphs}#${name}`} />
    </svg>
  );
}
