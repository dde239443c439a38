/** Fetch this page again and take over its `data-refresh` regions, so that scroll, search and focus stay. */

export const REFRESHED = "bothways:refreshed";

/** `authorization`: the attempt whose outcome the page is to tell. */
export async function refreshRegions(authorization: string | undefined): Promise<void> {
  const url = pageUrl();
  if (authorization) url.searchParams.set("authorization", authorization);
  const response = await fetch(url, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!response.ok || response.redirected) return reload();
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const focused = document.activeElement?.id;
  for (const region of document.querySelectorAll<HTMLElement>("[data-refresh]")) {
    const name = CSS.escape(region.dataset["refresh"] ?? "");
    const fresh = next.querySelector(`[data-refresh="${name}"]`);
    // The region itself stays: a live region that is replaced is not read out.
    if (fresh) region.replaceChildren(...document.adoptNode(fresh).childNodes);
  }
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  document.dispatchEvent(new Event(REFRESHED));
}

/** The page as it is now; never a form sent again. */
export function reload(): void {
  location.replace(pageUrl());
}

/** The answer to a form stands at the form's address; `data-page-url` says what the page's own is. */
function pageUrl(): URL {
  const own = document.querySelector<HTMLElement>("[data-page-url]")?.dataset["pageUrl"];
  const url = new URL(own ?? location.href, location.href);
  url.hash = "";
  return url;
}
