/** Fetch this page again and take over its `data-refresh` regions, so that scroll, search and focus stay. */

export const REFRESHED = "bothways:refreshed";

export async function refreshRegions(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!response.ok || response.redirected) return location.reload();
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
