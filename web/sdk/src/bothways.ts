/** The SDK put together. */

import type { ConnectionEventName, ConnectionNews, FrameOptions } from "../../contract/messages.ts";
import { createClient } from "./client.ts";
import { createConnecting } from "./connect.ts";
import { createEmitter } from "./emitter.ts";
import { BothwaysError, closed } from "./errors.ts";
import { createFrame } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { createModal } from "./modal.ts";
import type { Modal, Shown } from "./modal.ts";
import { newsOf } from "./news.ts";
import type { Bothways, ConnectOptions, Integration, Marketplace, MarketplaceOptions } from "./types.ts";

type Make = (close: () => void) => Frame;

/** One SDK with a session of its own. `defaultBase` is where Bothways runs unless authenticate() says so. */
export function createBothways(defaultBase?: string): Bothways {
  const { on, emit } = createEmitter();
  const known = new Map<string, Integration>();
  /** All that is shown, the modal among it, also while it is closed. */
  const all = new Set<Shown>();
  let modal: Modal | undefined;
  let looks = "";

  const client = createClient(defaultBase, () => {
    // What is shown and known belonged to somebody else.
    for (const one of all) one.remove();
    known.clear();
  });
  const connecting = createConnecting(client, changed, known, byForm);

  /** Something that this page did; what is shown looks again. */
  function changed(name: ConnectionEventName, news: ConnectionNews): void {
    emit(name, news);
    refresh();
  }

  function refresh(): void {
    for (const { frame } of all) frame.say({ type: "refresh" });
  }

  /** A call's error is an event, too; but not that somebody closed something, or that it is too early. */
  function call<Given extends unknown[], Answer>(run: (...given: Given) => Answer | Promise<Answer>) {
    return async (...given: Given): Promise<Answer> => {
      try {
        return await run(...given);
      } catch (error) {
        if (!/^closed|^not_a/.test((error as BothwaysError).code)) emit("error", error as BothwaysError);
        throw error;
      }
    };
  }

  async function open({ into, signal, ...wanted }: MarketplaceOptions): Promise<Marketplace> {
    const { environment_id, product_name } = await client.session();
    if (signal?.aborted) throw closed();
    const place = typeof into === "string" ? document.querySelector(into) : into;
    if (into && !place?.isConnected) {
      throw new BothwaysError("element_missing", "There is no such element.", "Give `into` one of this page.");
    }
    const mode = into ? "inline" : "modal";
    // The other looks are said when the frame is there; until then it must not dazzle. What is no theme, the frame refuses.
    const theme = /^(light|dark|auto)$/.test(wanted.theme!) ? `?theme=${wanted.theme}` : "";
    const address = `${client.base()}/embed/${environment_id}${theme}`;
    const make: Make = (close) => createFrame(client, address, product_name, { mode, ...wanted }, emit, close);
    const one = place ? openIn(place, make) : openModal(wanted, product_name, make);
    all.add(one);
    signal?.addEventListener("abort", one.close);
    await one.frame.entered;
    emit("marketplace.opened", { mode });
    return { close: one.close };
  }

  function openIn(place: Element, make: Make): Shown {
    const close = () => {
      if (!all.delete(one)) return;
      frame.remove();
      emit("marketplace.closed", { mode: "inline" });
    };
    const frame = make(close);
    const one = { frame, close, remove: close };
    place.append(frame.host);
    return one;
  }

  function openModal({ integration, ...wanted }: Omit<FrameOptions, "mode">, label: string, make: Make): Shown {
    const before = looks;
    looks = JSON.stringify(wanted);
    // A page that swaps its body takes the dialog away with it.
    if (looks !== before || !modal?.frame.host.isConnected) modal?.remove();
    modal ??= createModal(
      make,
      label,
      () => emit("marketplace.closed", { mode: "modal" }),
      () => {
        all.delete(modal!);
        modal = undefined;
      },
    );
    modal.show(integration);
    return modal;
  }

  /** What has to be typed is typed in the marketplace, at that integration. */
  function byForm(entry: Integration, options: ConnectOptions): Promise<ConnectionNews> {
    return new Promise<ConnectionNews>((resolve, reject) => {
      const heard = (news: ConnectionNews) => news.integration_id === entry.integration_id && resolve(news);
      const gone = ({ mode }: { mode: string }) => mode === "modal" && reject(closed());
      const offs = [on("connection.created", heard), on("connection.updated", heard), on("marketplace.closed", gone)];
      offs.push(on("marketplace.closed", () => offs.forEach((off) => off())));
      open({ ...options, integration: entry.slug }).catch(reject);
    });
  }

  return {
    authenticate: call(async (token: string, options = {}) => {
      // The newest, should another one have begun meanwhile.
      const session = await client.begin(token, options).then(client.session);
      refresh();
      emit("authenticated", session);
      // How a whole page came back from its provider is news; the session stands however that ended.
      await connecting.resume().catch((error) => emit("error", error));
      return session;
    }),
    openMarketplace: call((options: MarketplaceOptions = {}) => open(options)),
    closeMarketplace: call(() => {
      for (const one of all) one.close();
    }),
    openIntegration: call((integration: string, options = {}) => open({ ...options, integration })),
    connect: call((integration: string, options = {}) => connecting.connect(integration, options)),
    disconnect: call(async (connectionId: string) => {
      await client.session();
      const gone = await client.call<Disconnected>("DELETE", `/v1/connections/${encodeURIComponent(connectionId)}`);
      const entry = await client.call<Integration>("GET", `/v1/catalog/${gone.integration_id}`);
      const news = newsOf(entry, connectionId);
      news.account_label = gone.account.label ?? gone.label;
      changed("connection.disconnected", news);
      return news;
    }),
    getCustomer: call(async () => (await client.session()).customer),
    getIntegrations: call(async () => {
      await client.session();
      const catalog = await client.call<{ items: Integration[] }>("GET", "/v1/catalog");
      // Cards that only lead elsewhere stand in the marketplace alone.
      const items = catalog.items.filter(({ kind }) => kind === "integration");
      for (const entry of items) {
        const before = known.get(entry.slug)?.connections;
        known.set(entry.slug, entry).set(entry.integration_id, entry);
        for (const one of entry.connections) {
          const wasWell = before?.some(({ id, state }) => id === one.id && state === "active");
          if (wasWell && one.state !== "active") emit("connection.needs_reauth", newsOf(entry, one.id, one));
        }
      }
      return items;
    }),
    on,
  };
}

interface Disconnected {
  integration_id: string;
  account: { label: string | null };
  label: string;
}
