/** `<bothways-marketplace>`: the marketplace in the page, as soon as somebody has called authenticate(). */

import type { FrameOptions } from "../../contract/messages.ts";
import type { Bothways, Events } from "./types.ts";

const ATTRIBUTES = [
  "theme",
  "locale",
  "accent",
  "background",
  "surface",
  "text",
  "background_dark",
  "surface_dark",
  "text_dark",
  "radius",
  "font",
  "integration",
] as const;
const EVENTS = [
  "connection.created",
  "connection.updated",
  "connection.disconnected",
  "connection.needs_reauth",
  "marketplace.opened",
  "marketplace.closed",
  "error",
] as const satisfies (keyof Events)[];

/**
 * Attributes are the options of openMarketplace(). What happens is dispatched on the element, too, as events that do not
 * bubble, with what handlers of `bothways.on` are given in `detail`.
 */
export function define(bothways: Bothways): void {
  if (!globalThis.customElements || customElements.get("bothways-marketplace")) return;

  class MarketplaceElement extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    #ending: AbortController | undefined;
    #offs: (() => void)[] = [];

    connectedCallback(): void {
      if (!this.style.display) this.style.display = "block";
      // Another customer's session has taken away what was shown; a new one of the same customer has not.
      this.#offs = [bothways.on("authenticated", () => this.lastElementChild?.shadowRoot || this.#open())];
      for (const name of EVENTS) {
        const tell = (detail: unknown) => this.dispatchEvent(new CustomEvent(name, { detail }));
        this.#offs.push(bothways.on(name, tell));
      }
      this.#open();
    }

    disconnectedCallback(): void {
      this.#ending?.abort();
      for (const off of this.#offs) off();
    }

    attributeChangedCallback(): void {
      if (this.#ending && this.isConnected) this.#open();
    }

    #open(): void {
      this.#ending?.abort();
      const ending = (this.#ending = new AbortController());
      // Its errors are events; that there is no session yet is none.
      queueMicrotask(() => {
        if (ending.signal.aborted) return;
        bothways.openMarketplace({ ...this.#options(), into: this, signal: ending.signal }).catch(() => {});
      });
    }

    #options(): Omit<FrameOptions, "mode"> {
      const given = ATTRIBUTES.filter((name) => this.hasAttribute(name));
      const options = Object.fromEntries(given.map((name) => [name, this.getAttribute(name)]));
      return { ...options, ...(options["radius"] && { radius: Number(options["radius"]) }) };
    }
  }

  customElements.define("bothways-marketplace", MarketplaceElement);
}
