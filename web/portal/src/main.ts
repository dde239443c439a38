/**
 * The first script of the portal's page: it fetches the rest, in files whose names hold their digest, so that files of
 * two versions never meet. Where they do not come, the page itself says so (`.unloaded` in shell.html).
 */

import("./start.tsx").catch((error: unknown) => {
  console.warn(error);
  document.documentElement.dataset["unloaded"] = "";
});
