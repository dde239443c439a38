/** The window in which a provider asks for consent. */

const WIDTH = 560;
const HEIGHT = 720;

/** Opened while the click still counts as the person's own act; undefined where the browser does not let it. */
export function openWindow(): Window | undefined {
  // Without a name: by one, the browser may give back an earlier window that is at the provider's, or closing.
  const popup = window.open("about:blank", "_blank", features());
  if (!popup) return undefined;
  // The provider's page must not be able to send this one elsewhere.
  popup.opener = null;
  return popup;
}

function features(): string {
  const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - WIDTH) / 2));
  const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - HEIGHT) / 2));
  return `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`;
}
