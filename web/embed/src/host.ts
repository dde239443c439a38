/**
 * The page around the frame. It is heard when a message comes from the parent window itself and from an origin that the
 * environment allows, and what is said goes to that very origin.
 */

import { complaint, readPageMessage, written, type FrameMessage, type PageMessage } from "../../contract/messages.ts";

export class Host {
  #origin: string | undefined;

  constructor(
    private readonly allowed: readonly string[],
    private readonly hear: (message: PageMessage) => void,
  ) {}

  /** Whether there is a page around. */
  get isFramed(): boolean {
    return window.parent !== window;
  }

  /** Begin to listen, and say so to whoever can be the parent. */
  start(): void {
    if (!this.isFramed) return;
    window.addEventListener("message", (event) => {
      if (event.source !== window.parent || !this.allowed.includes(event.origin)) return;
      const message = readPageMessage(event.data);
      const answer = message ? undefined : complaint(event.data);
      if (answer) window.parent.postMessage(written(answer), event.origin);
      if (!message) return;
      this.#origin = event.origin;
      this.hear(message);
    });
    for (const origin of this.#parents()) window.parent.postMessage(written({ type: "ready" }), origin);
  }

  /** Nobody is told anything before they were heard. */
  say(message: FrameMessage): void {
    if (this.#origin !== undefined) window.parent.postMessage(written(message), this.#origin);
  }

  /** The parent's origin where the browser tells it; otherwise all that may be it, of which one hears. */
  #parents(): readonly string[] {
    const told = window.location.ancestorOrigins?.[0] ?? originOf(document.referrer);
    return told === undefined ? this.allowed : this.allowed.filter((origin) => origin === told);
  }
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}
