/** The marketplace itself: what it knows, where the reader is in it, and everything that can be done. */

import type { ConnectionEventName, FrameOptions, PageMessage } from "../../contract/messages.ts";
import { accountName } from "./accounts.ts";
import { Api, Fault } from "./api.ts";
import { enterFrom } from "./focus.ts";
import { Host } from "./host.ts";
import type { Account, Authorization, Card, Wish } from "./shapes.ts";
import { BEGINNING, type Attempt, type OpenForm, type Place, type State } from "./state.ts";
import { dress } from "./theme.ts";
import { watch } from "./watch.ts";
import { openWindow } from "./window.ts";
import { Words } from "./words.ts";

const MOST_TICKETS = 3;
// What somebody comes back to after this long is looked up again.
const STALE_MS = 30_000;
// The page may have to ask its own server first, and that one ours.
const RENEWAL_MS = 60_000;

/** What the server wrote into the page. */
export interface Facts {
  origins: readonly string[];
  product: string;
  isTest: boolean;
  logo: string | undefined;
}

export class Market {
  state: State = BEGINNING;
  words = Words.english;
  options: FrameOptions = { mode: "modal" };
  /** The card that somebody left the catalog by, and how far down it stood. */
  left: { slug: string; scroll: number } | undefined;
  readonly host: Host;
  readonly api: Api;
  #changed: () => void = () => {};
  #renewed: ((entered: boolean) => void)[] = [];
  #refused = 0;
  #attempts = 0;
  #loaded = 0;
  #stop: () => void = () => {};

  constructor(
    readonly facts: Facts,
    wanted: readonly string[],
  ) {
    this.host = new Host(facts.origins, (message) => void this.#heard(message));
    this.api = new Api(() => this.#lost("expired"));
    void this.#speak(wanted);
  }

  start(changed: () => void): void {
    this.#changed = changed;
    this.set({ phase: this.host.isFramed ? "starting" : "outside" });
    this.host.start();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && Date.now() - this.#loaded > STALE_MS) this.refresh();
    });
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.#changed();
  }

  get isModal(): boolean {
    return this.options.mode === "modal";
  }

  /** The only integration of this session, when there is but one. */
  get only(): string | undefined {
    const { session, shop } = this.state;
    return session?.integration_ids?.length === 1 && shop?.items.length === 1 ? shop.items[0]?.slug : undefined;
  }

  card(slug: string): Card | undefined {
    return this.state.details[slug] ?? this.state.shop?.items.find((card) => card.slug === slug);
  }

  // ---------------------------------------------------------------- looking

  async load(): Promise<void> {
    try {
      const before = this.state.shop;
      const shop = await this.api.shop();
      this.#loaded = Date.now();
      this.set({ shop, fault: undefined });
      if (this.only && this.state.place.view === "shop") this.open(this.only);
      for (const card of before ? shop.items : []) this.#tellLost(card, before?.items.find((was) => was.slug === card.slug));
    } catch (error) {
      this.set({ fault: faultOf(error) });
    }
  }

  go(place: Place): void {
    this.set({ place, notice: undefined, moved: true });
    window.scrollTo(0, 0);
    if (place.view === "app") void this.look(place.slug);
  }

  /** From its card; back there, the catalog is as it was. */
  visit(slug: string): void {
    this.left = { slug, scroll: window.scrollY };
    this.go({ view: "app", slug });
  }

  open(reference: string, form?: OpenForm): void {
    const found = this.state.shop?.items.find((card) => card.id === reference);
    this.go({ view: "app", slug: found?.slug ?? reference, form });
  }

  /** What one app's page shows, from the server. */
  async look(slug: string): Promise<void> {
    try {
      const detail = await this.api.detail(slug);
      this.set({ details: { ...this.state.details, [slug]: detail }, fault: undefined });
    } catch (error) {
      this.set({ fault: faultOf(error) });
    }
  }

  /** Once more, whatever could not be had. */
  retry(): void {
    if (this.state.phase === "open") this.refresh();
    else this.knock("lost");
  }

  refresh(): void {
    const { phase, place } = this.state;
    if (phase !== "open") return;
    void this.load();
    if (place.view === "app") void this.look(place.slug);
  }

  // ------------------------------------------------------------- connecting

  /**
   * To the provider's own page; called while the click still counts. `stay` keeps the form until the server has taken
   * its values. Resolves to what was wrong with them.
   */
  async depart(card: Card, values: Record<string, string>, reconnect?: string, stay = false): Promise<Fault | undefined> {
    const popup = openWindow();
    const wholePage = popup === undefined && Boolean(this.state.session?.return_url);
    const attempt: Attempt = this.#attempt(card, values, reconnect, wholePage);
    this.#stop();
    this.set({ attempt, ...(!stay && { place: { view: "attempt" } }), notice: undefined, moved: true });
    try {
      const display = wholePage ? "page" : "popup";
      const begun = await this.api.connect(wishOf(attempt, { display }));
      if (begun.url && popup) popup.location.replace(begun.url);
      popup?.focus();
      this.#progress(attempt, { authorization: begun, stage: popup ? "waiting" : "blocked" });
      this.set({ place: { view: "attempt" } });
      this.#stop = watch(this.api, begun, popup, {
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
    try {
      const attempt: Attempt = this.#attempt(card, values, reconnect);
      const done = await this.api.connect(wishOf(attempt, { fields }));
      this.set({ attempt, place: { view: "attempt" }, notice: undefined, moved: true });
      await this.#ended(attempt, done);
      return undefined;
    } catch (error) {
      return faultOf(error);
    }
  }

  // ---------------------------------------------------------- disconnecting

  ask(card: Card, account: Account): void {
    this.set({ leaving: { card, account, busy: false } });
  }

  keep(): void {
    this.set({ leaving: undefined });
  }

  async disconnect(): Promise<void> {
    const leaving = this.state.leaving;
    if (!leaving || leaving.busy) return;
    const { card, account } = leaving;
    this.set({ leaving: { card, account, busy: true } });
    try {
      await this.api.disconnect(account.id);
    } catch (error) {
      this.set({ leaving: { card, account, busy: false, failed: faultOf(error) } });
      return;
    }
    await Promise.all([this.look(card.slug), this.load()]);
    const title = this.words.say("notice.disconnected", { name: accountName(account, this.words) });
    this.set({ leaving: undefined, notice: { tone: "good", title } });
    this.#tell("connection.disconnected", card, account, "disconnected");
  }

  // ---------------------------------------------------------------- between

  close(): void {
    this.host.say({ type: "close" });
  }

  /** Ask the page for another way in. */
  knock(reason: "expired" | "lost"): void {
    this.host.say({ type: "ticket_needed", reason });
  }

  async #heard(message: PageMessage): Promise<void> {
    if (message.type === "enter") return await this.#enter(message.ticket, message.options);
    if (message.type === "show" && this.state.phase === "open") {
      if (message.integration) this.open(message.integration);
      else this.refresh();
    }
    if (message.type === "refresh" && this.state.phase === "open") {
      await this.load();
      if (this.state.place.view === "app") await this.look(this.state.place.slug);
    }
    if (message.type === "focus_in") enterFrom(message.direction);
  }

  async #enter(ticket: string, options: FrameOptions): Promise<void> {
    this.options = options;
    dress(options);
    const speaking = this.#speak([...(options.locale ? [options.locale] : []), ...navigator.languages]);
    let session;
    try {
      session = await this.api.enter(ticket);
    } catch (error) {
      return this.#notLetIn(faultOf(error));
    }
    await speaking;
    this.#refused = 0;
    const before = this.state.session;
    const stays = before?.customer.id === session.customer.id;
    // Somebody else is signed in to the page by now: nothing that was there for the other is shown, or done, to them.
    if (before && !stays) this.#forget();
    this.set({ phase: "open", session, fault: undefined });
    this.host.say({ type: "entered", session_id: session.id });
    for (const answer of this.#renewed.splice(0)) answer(true);
    await this.load();
    if (!stays && options.integration) this.open(options.integration);
    else if (this.state.place.view === "app") await this.look(this.state.place.slug);
  }

  #forget(): void {
    this.#stop();
    this.api.forget();
    this.left = undefined;
    this.set({ ...BEGINNING, session: undefined, shop: undefined, attempt: undefined, leaving: undefined, notice: undefined });
    for (const answer of this.#renewed.splice(0)) answer(false);
  }

  #notLetIn(fault: Fault): void {
    this.#refused += 1;
    this.set({ phase: this.state.session ? "lost" : "starting", fault });
    if (fault.code === "offline" || this.#refused >= MOST_TICKETS) {
      const message = fault.detail || "The marketplace could not be opened.";
      this.host.say({ type: "error", code: fault.code || "unclear", message, next_step: fault.nextStep || "Open it again." });
      return;
    }
    this.knock("lost");
  }

  /** The session is over: ask for another, and wait for it. */
  #lost(reason: "expired" | "lost"): Promise<boolean> {
    if (this.state.phase !== "lost") {
      this.set({ phase: "lost" });
      this.knock(reason);
    }
    return new Promise((resolve) => {
      this.#renewed.push(resolve);
      setTimeout(() => resolve(false), RENEWAL_MS);
    });
  }

  async #speak(wanted: readonly string[]): Promise<void> {
    this.words = await Words.in(wanted);
    document.documentElement.lang = this.words.language;
    document.documentElement.dir = this.words.direction;
    this.#changed();
  }

  #attempt(card: Card, values: Record<string, string>, reconnect?: string, wholePage = false): Attempt {
    const { place, attempt } = this.state;
    const from = place.view === "attempt" && attempt ? attempt.from : place;
    return { number: ++this.#attempts, card, from, values, stage: "opening", wholePage, reconnect };
  }

  /** A step of an attempt, if it is still the one that counts (and stands where `from` says). */
  #progress(attempt: Attempt, change: Partial<Attempt>, from?: Attempt["stage"]): void {
    const current = this.state.attempt;
    if (current?.number === attempt.number && (!from || current.stage === from))
      this.set({ attempt: { ...current, ...change } });
  }

  async #ended(attempt: Attempt, authorization: Authorization): Promise<void> {
    const { card } = attempt;
    if (authorization.status !== "connected") {
      const code = authorization.error_code ?? `authorization_${authorization.status}`;
      this.#progress(attempt, { stage: "failed", authorization, code });
      return;
    }
    await Promise.all([this.look(card.slug), this.load()]);
    const accounts = this.state.details[card.slug]?.accounts ?? [];
    const account = accounts.find((one) => one.id === authorization.connection_id);
    this.#progress(attempt, { stage: "connected", authorization, account });
    if (this.state.place.view !== "attempt") {
      const title = this.words.say("attempt.connected", { app: card.name });
      this.set({ notice: { tone: "good", title, ...(account && { text: accountName(account, this.words) }) } });
    }
    // An account that was connected before keeps its connection, however it was connected again.
    const known = card.connections.some((held) => held.id === authorization.connection_id);
    if (account) this.#tell(known ? "connection.updated" : "connection.created", card, account, account.state === "active" ? "active" : "needs_reauth");
  }

  #tell(name: ConnectionEventName, card: Card, account: Account, state: "active" | "needs_reauth" | "disconnected"): void {
    this.host.say({
      type: "event",
      name,
      data: {
        connection_id: account.id,
        integration_id: card.integration_id ?? card.id,
        integration: card.slug,
        state,
        account_label: account.name.slice(0, 1000),
      },
    });
  }

  /** News for the page: an account that worked when it was last looked at, and does not now. */
  #tellLost(card: Card, was: Card | undefined): void {
    for (const held of card.connections) {
      const before = was?.connections.find((one) => one.id === held.id);
      if (held.state !== "needs_reauth" || before?.state !== "active") continue;
      const name = held.label || held.account_label || "";
      const account = { id: held.id, name } as Account;
      this.#tell("connection.needs_reauth", card, account, "needs_reauth");
    }
  }
}

function wishOf({ card, values, reconnect }: Attempt, more: Pick<Wish, "display" | "fields">): Wish {
  return { integration: card.integration_id ?? card.id, values, connection_id: reconnect ?? null, ...more };
}

function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}
