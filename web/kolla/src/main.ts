import "./kolla.css";
import { readFrameMessage, written, type FrameMessage, type PageMessage } from "../../contract/messages.ts";
import { enter, Refused } from "./door.ts";
import { notice, type Words } from "./notice.ts";
import { consumerOf, readPage, type FromPage } from "./page.ts";

/** Nobody has to have heard these: they say nothing. */
const HELLO = [{ handle: "initialized" }, { handle: "getToken" }];

class Widget {
  /** The site that the server let in; nothing that names a consumer goes anywhere else. */
  #site: string | undefined;
  #token = "";
  #ticket: string | undefined;
  #frame: HTMLIFrameElement | undefined;
  #address = "";
  #isReady = false;
  /** Where the marketplace stands: home, or at a connector. */
  #place: string | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly door: string,
    private readonly base: string,
    private readonly words: Words,
  ) {}

  start(): void {
    if (window.parent === window) return;
    window.addEventListener("message", (event) => {
      if (event.source === window.parent) this.#hearPage(event.data, event.origin);
      else if (this.#frame && event.source === this.#frame.contentWindow && event.origin === this.base) {
        const message = readFrameMessage(event.data);
        if (message) this.#hearFrame(message);
      }
    });
    const around = window.location.ancestorOrigins?.[0] ?? "*";
    for (const word of HELLO) window.parent.postMessage(JSON.stringify(word), around);
  }

  #hearPage(data: unknown, origin: string): void {
    const said = readPage(data);
    if (!said || origin === "null") return;
    if (said.kind === "token") void this.#admit(said.token, origin);
    else if (origin === this.#site) this.#obey(said);
  }

  #obey(said: Exclude<FromPage, { kind: "token" }>): void {
    if (said.kind === "shown") {
      this.#sayFrame(said.shown ? { type: "show" } : { type: "hidden" });
    } else if (said.connector !== undefined) {
      this.#place = said.connector;
      this.#sayFrame({ type: "show", integration: said.connector });
    } else if (this.#place !== undefined) {
      // The frame goes to a place by itself, and home by beginning anew.
      this.#place = undefined;
      void this.#open();
    }
  }

  async #admit(token: string, origin: string): Promise<void> {
    try {
      const { ticket, frame } = await enter(this.door, token, origin);
      this.#site = origin;
      this.#token = token;
      this.#place = undefined;
      this.#load(ticket, frame);
      this.#sayPage({ authenticated: consumerOf(token) });
    } catch (error) {
      this.#refused(error, origin);
    }
  }

  /** A new ticket for the same consumer: the frame lost its session, or begins anew. */
  async #open(): Promise<void> {
    if (this.#site === undefined) return;
    try {
      const { ticket, frame } = await enter(this.door, this.#token, this.#site);
      this.#load(ticket, frame);
    } catch (error) {
      this.#refused(error, this.#site);
      if (error instanceof Refused && error.why === "ended") this.#sayPage({ handle: "getToken" });
    }
  }

  #refused(error: unknown, origin: string): void {
    if (!(error instanceof Refused)) throw error;
    this.#frame?.remove();
    this.#frame = undefined;
    const close = () => window.parent.postMessage(JSON.stringify({ show: false }), origin);
    this.root.replaceChildren(notice(error.why, this.words, { close, again: () => void this.#again(origin) }));
    // Whoever brought the token hears why it does not open anything; no more is told than the server told them.
    window.parent.postMessage(JSON.stringify({ event: "onError", message: error.message }), origin);
  }

  /** Once more with what we hold; a site that was never let in brings its token anew. */
  async #again(origin: string): Promise<void> {
    if (this.#site === undefined) window.parent.postMessage(JSON.stringify({ handle: "getToken" }), origin);
    else await this.#open();
  }

  #load(ticket: string, address: string): void {
    this.#ticket = ticket;
    this.#address = address;
    this.#isReady = false;
    const frame = document.createElement("iframe");
    frame.title = "Marketplace";
    frame.src = this.#address;
    this.#frame = frame;
    this.root.replaceChildren(frame);
  }

  #hearFrame(message: FrameMessage): void {
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        this.#hand();
        break;
      case "ticket_needed":
        void this.#open();
        break;
      case "close":
        this.#sayPage({ show: false });
        break;
      case "event":
        this.#sayEvent(message);
        break;
      case "error":
        this.#sayPage({ event: "onError", message: `${message.message} ${message.next_step}`.trim() });
        break;
      case "focus_out":
        // The page around knows nothing of focus, so that it goes round inside.
        this.#sayFrame({ type: "focus_in", direction: message.direction });
    }
  }

  #sayEvent(message: Extract<FrameMessage, { type: "event" }>): void {
    const connectorID = message.data.integration;
    if (message.name === "connection.disconnected") this.#sayPage({ event: "onLinkDisabled", connectorID });
    else if (message.data.state === "active") this.#sayPage({ event: "onLinkCreated", connectorID });
  }

  #hand(): void {
    if (this.#ticket === undefined) return;
    const ticket = this.#ticket;
    this.#ticket = undefined;
    const at = this.#place;
    this.#sayFrame({
      type: "enter",
      ticket,
      options: at === undefined ? { mode: "modal" } : { mode: "modal", integration: at },
    });
  }

  #sayFrame(message: PageMessage): void {
    if (this.#isReady) this.#frame?.contentWindow?.postMessage(written(message), this.base);
  }

  #sayPage(message: object): void {
    if (this.#site !== undefined) window.parent.postMessage(JSON.stringify(message), this.#site);
  }
}

const root = document.getElementById("widget");
if (root) {
  const { enter: door = "", base = "", words = "" } = root.dataset;
  new Widget(root, door, new URL(base).origin, JSON.parse(words) as Words).start();
}
