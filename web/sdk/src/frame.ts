/** Our page in an iframe, and the conversation with it: contract/messages.ts tells what is said. */

import { readFrameMessage, written } from "../../contract/messages.ts";
import type { FrameOptions, PageMessage } from "../../contract/messages.ts";
import type { Client } from "./client.ts";
import type { Emitter } from "./emitter.ts";
import { BothwaysError, closed } from "./errors.ts";
import { root } from "./styles.ts";

const PATIENCE_MS = 20_000;
// Tickets for a frame that does not get in: something is broken, and asking on would not mend it.
const TICKETS = 3;

export interface Frame {
  host: HTMLElement;
  /** Around the frame, and what covers it when it does not open. */
  box: HTMLElement;
  /** Settles when the customer is let in, or cannot be. */
  entered: Promise<unknown>;
  /** Where it lost its session, it is let in again instead: there may be another one by now. */
  say(message: PageMessage): void;
  /** Whether the customer is in, and sees it. */
  isOpen(): boolean;
  /** To the first control in it. */
  focus(): void;
  remove(): void;
}

/** `close`: the person wants it closed. */
export function createFrame(
  client: Client,
  address: string,
  title: string,
  options: FrameOptions,
  emit: Emitter["emit"],
  close: () => void,
): Frame {
  const host = document.createElement("div");
  const box = document.createElement("div");
  const frame = document.createElement("iframe");
  const cover = document.createElement("p");
  const { origin } = new URL(address);
  const waiting = setTimeout(() => fail(silent()), PATIENCE_MS);
  let tickets = 0;
  let inside = false;
  let admit: (_?: unknown) => void;
  let turnAway: (error: BothwaysError) => void;
  const entered = new Promise((resolve, reject) => ((admit = resolve), (turnAway = reject)));
  // Whoever waits for it hears of it; nobody has to.
  entered.catch(() => {});

  root(host, options.theme).append(box);
  box.append(frame);
  frame.title = title;
  // So that browsers without `ancestorOrigins` can tell the frame where it stands.
  frame.referrerPolicy = "strict-origin";
  frame.src = address;
  addEventListener("message", hear);

  function hear({ data, origin: from, source }: MessageEvent): void {
    const message = from === origin && source === frame.contentWindow ? readFrameMessage(data) : undefined;
    switch (message?.type) {
      case "ready":
      case "ticket_needed":
        enter().catch(fail);
        break;
      case "entered":
        clearTimeout(waiting);
        tickets = 0;
        inside = true;
        cover.remove();
        admit();
        break;
      case "close":
        close();
        break;
      case "resize":
        box.style.height = `${message.height}px`;
        break;
      case "event":
        emit(message.name, message.data);
        break;
      case "error":
        fail(new BothwaysError(message.code, message.message, message.next_step));
        break;
      case "focus_out":
        // In a modal, Tab goes round: what leaves at one end comes in at the other.
        if (options.mode === "modal") say({ type: "focus_in", direction: message.direction });
    }
  }

  async function enter(): Promise<void> {
    if (++tickets > TICKETS) throw silent();
    const { ticket } = await client.call<{ ticket: string }>("POST", "/v1/session/tickets");
    post({ type: "enter", ticket, options });
  }

  /** What goes wrong inside is shown there; what keeps the customer out is shown here, by signs of every language. */
  function fail(error: BothwaysError): void {
    clearTimeout(waiting);
    turnAway(error);
    if (inside) emit("error", error);
    if (inside && !tickets) return;
    const button = document.createElement("button");
    button.textContent = "OK";
    button.onclick = close;
    cover.role = "alert";
    cover.replaceChildren(`\u26a0 ${title}`, button);
    box.append(cover);
  }

  function silent(): BothwaysError {
    return new BothwaysError(
      "frame_silent",
      `${origin} did not open in a frame.`,
      `Add ${location.origin} to the environment's allowed_origins, and ${origin} to frame-src in this page's policy (CSP).`,
    );
  }

  function post(message: PageMessage): void {
    frame.contentWindow?.postMessage(written(message), origin);
  }

  function isOpen(): boolean {
    return inside && !cover.isConnected;
  }

  function say(message: PageMessage): void {
    if (isOpen()) post(message);
    else if (inside) {
      tickets = 0;
      enter().catch(fail);
    }
  }

  return {
    host,
    box,
    entered,
    say,
    isOpen,
    focus() {
      frame.focus();
      say({ type: "focus_in", direction: "forward" });
    },
    remove() {
      clearTimeout(waiting);
      removeEventListener("message", hear);
      inside = false;
      host.remove();
      turnAway(closed());
    },
  };
}
