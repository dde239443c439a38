/** The way into a session: by a ticket from the page, and by another one when the session has ended. */

import type { FrameOptions } from "../../contract/messages.ts";
import { faultOf, type Fault } from "./api.ts";
import type { Market } from "./market.ts";
import { dress } from "./theme.ts";

const MOST_TICKETS = 3;
// The page may have to ask its own server first, and that one ours.
const RENEWAL_MS = 60_000;
const COLOURS = "Choose colours with more contrast; what you leave out is as the environment's theme has it.";

export class Entrance {
  #refused = 0;
  #renewed: ((entered: boolean) => void)[] = [];

  constructor(private readonly market: Market) {}

  async enter(ticket: string, options: FrameOptions): Promise<void> {
    const { market } = this;
    market.options = options;
    const message = dress(options);
    if (message) return market.host.say({ type: "error", code: "option_invalid", message, next_step: COLOURS });
    const speaking = market.speak([...(options.locale ? [options.locale] : []), ...navigator.languages]);
    let session;
    try {
      session = await market.api.enter(ticket);
    } catch (error) {
      return this.#notLetIn(faultOf(error));
    }
    this.#refused = 0;
    const before = market.state.session;
    const stays = before?.customer.id === session.customer.id;
    // Somebody else is signed in to the page by now: nothing that was there for the other is shown, or done, to them.
    if (before && !stays) {
      market.forget();
      this.#answer(false);
    }
    await speaking;
    // The page knows its own language best; after it whoever opened the session.
    if (session.locale && !options.locale) await market.speak([session.locale, ...navigator.languages]);
    market.set({ phase: "open", session, fault: undefined });
    market.host.say({ type: "entered", session_id: session.id });
    this.#answer(true);
    await market.load();
    if (!stays && options.integration) market.open(options.integration);
    else if (market.state.place.view === "app") await market.look(market.state.place.slug);
  }

  /** The session is over: ask for another, and wait for it. True when it is there. */
  renew(): Promise<boolean> {
    if (this.market.state.phase !== "lost") {
      this.market.set({ phase: "lost" });
      this.knock("expired");
    }
    return new Promise((resolve) => {
      this.#renewed.push(resolve);
      setTimeout(() => resolve(false), RENEWAL_MS);
    });
  }

  /** Ask the page for another ticket. */
  knock(reason: "expired" | "lost"): void {
    this.market.host.say({ type: "ticket_needed", reason });
  }

  #notLetIn(fault: Fault): void {
    const { market } = this;
    this.#refused += 1;
    market.set({ phase: market.state.session ? "lost" : "starting", fault });
    if (fault.code !== "offline" && this.#refused < MOST_TICKETS) return this.knock("lost");
    const message = fault.detail || "The marketplace could not be opened.";
    const next_step = fault.nextStep || "Open it again.";
    market.host.say({ type: "error", code: fault.code || "unclear", message, next_step });
  }

  #answer(entered: boolean): void {
    for (const answer of this.#renewed.splice(0)) answer(entered);
  }
}
