/** The script file: `bothways` in the global scope, which knows from its own address where Bothways runs. */

import { createBothways } from "./bothways.ts";

const source = (document.currentScript as HTMLScriptElement | null)?.src.match(/^(.*)\/sdk\/v1\/bothways\.js/)?.[1];

// A page that has it twice goes on with the first, which may have a session by now.
const scope = globalThis as { bothways?: unknown };
scope.bothways ??= Object.freeze(createBothways(source));
