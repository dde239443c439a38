/** Straight to the provider's consent. What the server says of the attempt is the truth, whatever became of the window. */

import type { ConnectionEventName, ConnectionNews } from "../../contract/messages.ts";
import type { Client } from "./client.ts";
import { AGAIN, BothwaysError, closed, UNREACHABLE } from "./errors.ts";
import { newsOf } from "./news.ts";
import type { ConnectOptions, Integration } from "./types.ts";

const WIDTH = 560;
const HEIGHT = 720;
// Asked every second at first, then every four: an attempt lives fifteen minutes on the server.
const EAGER = 120;
// A window may only look closed: the provider's COOP header cuts the handle. When this page has had the focus for so
// many seconds besides, somebody has closed it.
const SECONDS_CLOSED = 4;

interface Attempt {
  id: string;
  status: "created" | "sent" | "connected" | "refused" | "failed" | "expired";
  integration_id: string;
  connection_id: string | null;
  error_code: string | null;
  error_detail: string | null;
  created_at: string;
  url: string;
}

export interface Connecting {
  connect(reference: string, options: ConnectOptions): Promise<ConnectionNews>;
  /** After the whole page was at the provider: how that ended, by the address that it came back to. */
  resume(): Promise<unknown>;
}

/** `form` is for what has to be typed; `known` is what is known already, so that no window opens in vain. */
export function createConnecting(
  client: Client,
  changed: (name: ConnectionEventName, news: ConnectionNews) => void,
  known: Map<string, Integration>,
  form: (entry: Integration, options: ConnectOptions) => Promise<ConnectionNews>,
): Connecting {
  let giveUp = (_: BothwaysError) => {};

  async function connect(reference: string, options: ConnectOptions): Promise<ConnectionNews> {
    const { connectionId, values, fields, returnUrl } = options;
    const before = known.get(reference);
    const session = client.session();
    giveUp(closed());
    const opened = options.popup === false || fields || (before && asks(before, options)) ? null : openWindow();
    let attempt: Attempt;
    try {
      await session;
      const entry = before ?? (await client.call<Integration>("GET", `/v1/catalog/${encodeURIComponent(reference)}`));
      if (!fields && asks(entry, options)) {
        opened?.close();
        return await form(entry, options);
      }
      attempt = await client.call<Attempt>("POST", "/v1/authorizations", {
        integration: entry.integration_id,
        connection_id: connectionId,
        values,
        fields,
        display: opened ? "popup" : "page",
        return_url: opened ? undefined : (returnUrl ?? (await session).return_url ?? location.origin + location.pathname),
      });
    } catch (error) {
      opened?.close();
      throw error;
    }
    if (fields) return outcome(attempt);
    return new Promise((resolve, reject) => {
      giveUp = reject;
      if (opened) {
        opened.location.replace(attempt.url);
        watch(attempt.id, opened, reject).then(resolve, reject);
      } else {
        // The whole page goes. The back button may show it again as it was.
        location.assign(attempt.url);
        addEventListener("pageshow", ({ persisted }) => persisted && reject(closed()));
      }
    });
  }

  /** Until it has ended, also when nobody waits any more: a window that looked closed may still come back. */
  async function watch(id: string, opened: Window, abandoned: (error: BothwaysError) => void): Promise<ConnectionNews> {
    for (let asked = 0, alone = 0; ; asked++) {
      await new Promise((next) => setTimeout(next, asked < EAGER ? 1000 : 4000));
      alone = opened.closed && document.hasFocus() ? alone + 1 : 0;
      if (alone > SECONDS_CLOSED) abandoned(closed());
      try {
        const attempt = await read(id);
        if (!isOpen(attempt)) return outcome(attempt);
      } catch (error) {
        // The network may be back the next time; what the server refuses it goes on refusing.
        const { code, status = 0 } = error as BothwaysError;
        if (code !== UNREACHABLE && status < 429) throw error;
      }
    }
  }

  function read(id: string): Promise<Attempt> {
    return client.call("GET", `/v1/authorizations/${id}`);
  }

  async function outcome({ status, ...attempt }: Attempt): Promise<ConnectionNews> {
    if (status !== "connected") {
      throw new BothwaysError(attempt.error_code ?? status, attempt.error_detail ?? `It is ${status}.`, AGAIN);
    }
    const entry = await client.call<Integration>("GET", `/v1/catalog/${attempt.integration_id}`);
    const id = attempt.connection_id ?? "";
    const found = entry.connections.find((one) => one.id === id);
    const news = newsOf(entry, id, found);
    const isNew = found && Date.parse(found.created_at) >= Date.parse(attempt.created_at);
    changed(isNew ? "connection.created" : "connection.updated", news);
    return news;
  }

  return {
    connect,
    async resume() {
      const address = new URL(location.href);
      const id = address.searchParams.get("authorization") ?? "";
      if (!/^auth_[2-7a-z]{26}$/.test(id)) return;
      address.searchParams.delete("authorization");
      address.searchParams.delete("status");
      history.replaceState(history.state, "", address);
      const attempt = await read(id);
      if (!isOpen(attempt)) await outcome(attempt);
    },
  };
}

/** Opened at once, while the click still counts as the person's own act; null where popups are blocked. */
function openWindow(): Window | null {
  const [left, top] = [screenX + (outerWidth - WIDTH) / 2, screenY + (outerHeight - HEIGHT) / 2];
  const popup = open("about:blank", "_blank", `left=${left},top=${top},width=${WIDTH},height=${HEIGHT}`);
  // The provider's page must not be able to send this one elsewhere.
  if (popup) popup.opener = null;
  return popup;
}

function isOpen({ status }: Attempt): boolean {
  return status === "created" || status === "sent";
}

/** Whether something has to be typed first. A connection that is renewed has its values already. */
function asks(entry: Integration, { values = {}, connectionId }: ConnectOptions): boolean {
  return !entry.redirects || !!entry.fields[0] || (!connectionId && entry.values.some(({ name }) => !(name in values)));
}
