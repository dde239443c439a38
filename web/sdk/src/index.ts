/** `import { bothways } from "@bothways/sdk"`: safe on servers, where nothing is to be opened. */

import { createBothways } from "./bothways.ts";

export { BothwaysError } from "./errors.ts";
export type * from "./types.ts";
export { createBothways };

/** The one that a page needs. `createBothways` makes others, each with a session of its own. */
export const bothways = createBothways();
