/** `import "@bothways/sdk/element"` registers `<bothways-marketplace>` for the `bothways` of the package. */

import { define } from "./define.ts";
import { bothways } from "./index.ts";

define(bothways);
