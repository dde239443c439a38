/**
 * The marketplace as the portal shows it to whoever designs its look: with nobody's accounts, and nothing is connected.
 * No call is made from here; all there is to show came with the portal's message.
 */

import type { PageMessage } from "../../contract/messages.ts";
import { Fault, type Server } from "./api.ts";
import type { Market } from "./market.ts";
import type { Detail, Session, Shop } from "./shapes.ts";
import { dress } from "./theme.ts";

const NOBODY: Session = {
  id: "",
  environment_id: "",
  mode: "",
  product_name: "",
  expires_at: "",
  integration_ids: null,
  return_url: null,
  locale: null,
  customer: { id: "", external_id: "", name: null, email: null },
};

/** Stands where the server is otherwise: answers with what was handed in, and refuses the rest. */
export class Showcase implements Server {
  constructor(private readonly market: Market) {}

  shop = async () => this.market.state.shop ?? { items: [], categories: [] };
  detail = async (slug: string) => this.market.state.details[slug] ?? refused();
  enter = refused;
  connect = refused;
  authorization = refused;
  disconnect = refused;
  forget(): void {}
}

export function preview(market: Market, { options, product, logo, shop }: PageMessage & { type: "preview" }): void {
  const shown = shop as Omit<Shop, "items"> & { items: Detail[] };
  market.options = options;
  market.facts = { ...market.facts, product, logo };
  dress(options);
  const details = Object.fromEntries(shown.items.map((detail) => [detail.slug, detail]));
  market.set({ phase: "open", session: NOBODY, shop: shown, details });
}

function refused(): Promise<never> {
  return Promise.reject(new Fault("unclear"));
}
