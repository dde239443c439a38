/**
 * Progressive enhancement for the server-rendered pages. Every page works without it; each feature asks for
 * its own data- attribute (web/ui/README.md lists them). One listener per event sits on the document, so that
 * regions can be replaced without binding anything again.
 */

import { enhanceControls } from "./controls.ts";
import { enhanceFilter } from "./filter.ts";
import { announceFinish } from "./finish.ts";
import { openConsent } from "./popup.ts";
import { localiseTimes } from "./times.ts";
import { watchState } from "./watch.ts";

enhanceControls();
enhanceFilter();
announceFinish();
localiseTimes();

const page = document.querySelector<HTMLElement>("[data-connect-page]");
if (page) {
  const watch = watchState(page);
  openConsent(watch);
}
