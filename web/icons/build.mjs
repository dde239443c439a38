// Writes dist/icons/<collection>-<icon>.svg for every icon named on the command line as `collection:icon`.
// A name that is not there is reported and left out: the pages then draw a monogram, and tests/house names the file.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { drawing } from "./drawing.mjs";

const WHERE = fileURLToPath(new URL("../dist/icons/", import.meta.url));
const require = createRequire(import.meta.url);

// Drawings in these collections are CC0; these few carry terms of their own, so they are not ours to ship.
const NOT_OURS = new Set([
  "simple-icons:contentstack",
  "simple-icons:dolibarr",
  "simple-icons:douban",
  "simple-icons:minimax",
  "simple-icons:webex",
]);

const INK = "#14181f";

export const collections = {
  /** One path and the brand's own colour. */
  "simple-icons": async () => {
    const marks = Object.values(await import("simple-icons"));
    const bySlug = new Map(marks.map((mark) => [mark.slug, mark]));
    return (name) => {
      const mark = bySlug.get(name);
      return mark && drawing({ body: `<path fill="${visible(mark.hex)}" d="${mark.path}"/>`, width: 24, height: 24 });
    };
  },
  /** Drawings in several colours, of any proportion. */
  logos: async () => {
    const set = JSON.parse(readFileSync(require.resolve("@iconify-json/logos/icons.json"), "utf8"));
    return (name) => {
      const icon = set.icons[set.aliases?.[name]?.parent ?? name];
      // The same wish, written as an attribute: a file without style attributes needs no exception anywhere.
      const body = icon?.body.replaceAll(/style="mask-type:(alpha|luminance)"/g, 'mask-type="$1"');
      return icon && drawing({ width: set.width ?? 256, height: set.height ?? 256, ...icon, body });
    };
  },
};

/** The brand's colour, or ink where it would vanish on the white tile. */
function visible(hex) {
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.88 ? INK : `#${hex}`;
}

async function main(wanted) {
  mkdirSync(WHERE, { recursive: true });
  const opened = new Map();
  for (const name of wanted) {
    const [collection, icon] = name.split(":");
    if (!(collection in collections) || NOT_OURS.has(name)) {
      console.error(`icons: ${name} is in no collection that may be shipped`);
      continue;
    }
    if (!opened.has(collection)) opened.set(collection, await collections[collection]());
    const svg = drawn(name, opened.get(collection), icon);
    if (svg) writeFileSync(`${WHERE}${collection}-${icon}.svg`, svg);
  }
}

function drawn(name, collection, icon) {
  try {
    const svg = collection(icon);
    if (!svg) console.error(`icons: ${name} does not exist`);
    return svg;
  } catch (trouble) {
    console.error(`icons: ${name} is left out: ${trouble.message}`);
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
