/** Connecting: by the provider's own page, or by what is typed; and what comes of it. */

import { accountName } from "./accounts.ts";
import { faultOf, type Fault } from "./api.ts";
import type { Market } from "./market.ts";
import { tell } from "./news.ts";
import type { Authorization, Card, Wish } from "./shapes.ts";
import type { Attempt } from "./state.ts";
import { watch } from "./watch.ts";
import { openWindow } from "./window.ts";

export class Connecting {
  #attempts = 0;
  #stop: () => void = () => {};

  constructor(private readonly market: Market) {}

  /**
   * To the provider's own page; called while the click still counts. `stay` keeps the form until the server has taken
   * its values. Resolves to what was wrong with them.
   */
  async depart(card: Card, values: Record<string, string>, reconnect?: string, stay = false): Promise<Fault | undefined> {
    if (this.market.facts.isPreview) return undefined;
    const popup = openWindow();
    const wholePage = popup === undefined && Boolean(this.market.state.session?.return_url);
    const attempt = this.#attempt(card, values, reconnect, wholePage);
    this.#stop();
    this.market.set({ attempt, ...(!stay && { place: { view: "attempt" } }), notice: undefined, moved: true });
    try {
      const display = wholePage ? "page" : "popup";
      const begun = await this.market.api.connect(wishOf(attempt, { display }));
      if (begun.url && popup) popup.location.replace(begun.url);
      popup?.focus();
      this.#progress(attempt, { authorization: begun, stage: popup ? "waiting" : "blocked" });
      // Whoever went elsewhere meanwhile stays there.
      if (this.market.state.place === attempt.from) this.market.set({ place: { view: "attempt" } });
      this.#stop = watch(this.market.api, begun, popup, {
        ended: (authorization) => void this.#ended(attempt, authorization),
        closed: () => this.#progress(attempt, { stage: "closed" }, "waiting"),
      });
      return undefined;
    } catch (error) {
      popup?.close();
      const fault = faultOf(error);
      this.#progress(attempt, { stage: "failed", code: fault.code, requestId: fault.requestId });
      return fault;
    }
  }

  /** What was typed, to be checked and kept. Resolves to what was wrong with it. */
  async submit(
    card: Card,
    values: Record<string, string>,
    fields: Record<string, string>,
    reconnect?: string,
  ): Promise<Fault | undefined> {
    if (this.market.facts.isPreview) return undefined;
    try {
      const attempt = this.#attempt(card, values, reconnect);
      const done = await this.market.api.connect(wishOf(attempt, { fields }));
      this.market.set({ attempt, place: { view: "attempt" }, notice: undefined, moved: true });
      await this.#ended(attempt, done);
      return undefined;
    } catch (error) {
      return faultOf(error);
    }
  }

  /** No longer ask how the last attempt stands. */
  stop(): void {
    this.#stop();
  }

  #attempt(card: Card, values: Record<string, string>, reconnect?: string, wholePage = false): Attempt {
    const { place, attempt } = this.market.state;
    const again = place.view === "attempt" ? attempt : undefined;
    const { from, left } = again ?? {
      from: place,
      left: { id: document.activeElement?.id ?? "", scroll: window.scrollY },
    };
    return { number: ++this.#attempts, card, from, left, values, stage: "opening", wholePage, reconnect };
  }

  /** A step of an attempt, if it is still the one that counts (and stands where `from` says). */
  #progress(attempt: Attempt, change: Partial<Attempt>, from?: Attempt["stage"]): void {
    const current = this.market.state.attempt;
    if (current?.number === attempt.number && (!from || current.stage === from))
      this.market.set({ attempt: { ...current, ...change } });
  }

  async #ended(attempt: Attempt, authorization: Authorization): Promise<void> {
    const { card } = attempt;
    const { words, host } = this.market;
    if (authorization.status !== "connected") {
      const code = authorization.error_code ?? `authorization_${authorization.status}`;
      this.#progress(attempt, { stage: "failed", authorization, code });
      return;
    }
    await Promise.all([this.market.look(card.slug), this.market.load()]);
    const accounts = this.market.state.details[card.slug]?.accounts ?? [];
    const account = accounts.find((one) => one.id === authorization.connection_id);
    this.#progress(attempt, { stage: "connected", authorization, account });
    if (this.market.state.place.view !== "attempt") {
      const title = words.say("attempt.connected", { app: card.name });
      this.market.set({ notice: { tone: "good", title, ...(account && { text: accountName(account, words) }) } });
    }
    // An account that was connected before keeps its connection, however it was connected again.
    const known = card.connections.some((held) => held.id === authorization.connection_id);
    const state = account?.state === "needs_reauth" ? "needs_reauth" : "active";
    if (account) tell(host, known ? "connection.updated" : "connection.created", card, account, state);
  }
}

function wishOf({ card, values, reconnect }: Attempt, more: Pick<Wish, "display" | "fields">): Wish {
  return { integration: card.integration_id ?? card.id, values, connection_id: reconnect ?? null, ...more };
}
