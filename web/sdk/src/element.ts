/** The script file for `<bothways-marketplace>`; bothways.js goes before it. */

import { define } from "./define.ts";
import type { Bothways } from "./types.ts";

const { bothways } = globalThis as { bothways?: Bothways };
if (bothways) define(bothways);
else console.error("bothways: load /sdk/v1/bothways.js before /sdk/v1/element.js.");
