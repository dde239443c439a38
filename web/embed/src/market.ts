/** The marketplace itself: what it knows, where the reader is in it, and everything that can be done. */

import type { FrameOptions, PageMessage } from "../../contract/messages.ts";
import { accountName } from "./accounts.ts";
import { Api, faultOf, type Server } from "./api.ts";
import { Connecting } from "./connecting.ts";
import { Entrance } from "./entrance.ts";
import { enterFrom } from "./focus.ts";
import { Host } from "./host.ts";
import { tell, tellLost } from "./news.ts";
import { preview, Showcase } from "./preview.ts";
import type { Account, Card } from "./shapes.ts";
import { BEGINNING, type Attempt, type Left, type OpenForm, type Place, type State } from "./state.ts";
import { Words } from "./words.ts";

// What somebody comes back to after this long is looked up again.
const STALE_MS = 30_000;

/** What the server wrote into the page. */
export interface Facts {
  origins: readonly string[];
  /** Languages that the operator added or corrected. */
  own: readonly string[];
  product: string;
  isTest: boolean;
  logo: string | undefined;
  /** The page of previews: shown by our own portal, to nobody's customer. */
  isPreview: boolean;
}

export class Market {
  state: State = BEGINNING;
  words = Words.english;
  options: FrameOptions = { mode: "modal" };
  /** Where the views have been left that somebody may come back to. */
  left: Partial<Record<Place["view"], Left>> = {};
  readonly host: Host;
  readonly api: Server;
  readonly entrance = new Entrance(this);
  readonly connecting = new Connecting(this);
  #changed: () => void = () => {};
  #loaded = 0;

  constructor(
    public facts: Facts,
    wanted: readonly string[],
  ) {
    this.host = new Host(facts.origins, (message) => this.#heard(message));
    this.api = facts.isPreview ? new Showcase(this) : new Api(() => this.entrance.renew());
    void this.speak(wanted);
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
      if (before) tellLost(this.host, before, shop);
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
    this.left.shop = { id: `app-${slug}`, scroll: window.scrollY };
    this.go({ view: "app", slug });
  }

  /** From an attempt to where it began; what comes of it is noticed all the same. */
  leave({ from, left }: Attempt): void {
    this.left[from.view] = left;
    this.go(from);
  }

  /** Where the view that appears was left; undefined for whoever does not come back to it. */
  cameBack(): Left | undefined {
    const { view } = this.state.place;
    const left = this.left[view];
    delete this.left[view];
    return left;
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
    else this.entrance.knock("lost");
  }

  refresh(): void {
    const { phase, place } = this.state;
    if (phase !== "open") return;
    void this.load();
    if (place.view === "app") void this.look(place.slug);
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
    tell(this.host, "connection.disconnected", card, account, "disconnected");
  }

  // ---------------------------------------------------------------- between

  close(): void {
    this.host.say({ type: "close" });
  }

  #heard(message: PageMessage): void {
    if (this.facts.isPreview) return message.type === "preview" ? preview(this, message) : undefined;
    switch (message.type) {
      case "enter":
        return void this.entrance.enter(message.ticket, message.options);
      case "show":
        if (message.integration && this.state.phase === "open") this.open(message.integration);
        else this.refresh();
        return;
      case "refresh":
        return this.refresh();
      case "focus_in":
        return enterFrom(message.direction);
    }
  }

  /** What belonged to whoever was here before. */
  forget(): void {
    this.connecting.stop();
    this.api.forget();
    this.left = {};
    this.set({ ...BEGINNING, session: undefined, shop: undefined, attempt: undefined, leaving: undefined, notice: undefined });
  }

  async speak(wanted: readonly string[]): Promise<void> {
    this.words = await Words.in(wanted, this.facts.own);
    document.documentElement.lang = this.words.language;
    document.documentElement.dir = this.words.direction;
    this.#changed();
  }
}
