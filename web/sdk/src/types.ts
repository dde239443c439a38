/** What the SDK is asked with, and what it answers. Answers are as the API has them: see docs/reference/api.md. */

import type { ConnectionEventName, ConnectionNews, FrameOptions } from "../../contract/messages.ts";
import type { BothwaysError } from "./errors.ts";

export type { ConnectionNews };

export interface Customer {
  id: string;
  /** Your own id of the customer. */
  external_id: string;
  name: string | null;
  email: string | null;
}

export interface Session {
  id: string;
  environment_id: string;
  mode: "test" | "live";
  product_name: string;
  expires_at: string;
  /** What the session may connect; null is everything. */
  integration_ids: string[] | null;
  return_url: string | null;
  customer: Customer;
}

/** Something that is asked before connecting. */
export interface Input {
  name: string;
  label: string;
  kind: string;
  secret: boolean;
  required: boolean;
  help: string;
  default: string | null;
  choices: { value: string; label: string }[];
}

/** One of the customer's accounts behind an integration. */
export interface Connection {
  id: string;
  state: "active" | "needs_reauth";
  /** Why it needs its customer, as a sentence. */
  reason: string | null;
  label: string;
  account_label: string | null;
  created_at: string;
}

/** An integration as this customer sees it. */
export interface Integration {
  kind: "integration";
  integration_id: string;
  slug: string;
  provider: string;
  name: string;
  description: string;
  categories: string[];
  logo_url: string | null;
  monogram: string;
  state: "not_connected" | "connected" | "needs_reauth";
  enabled: boolean;
  /** Connecting leads to the provider's own page; otherwise `fields` are typed. */
  redirects: boolean;
  values: Input[];
  fields: Input[];
  connections: Connection[];
}

export interface AuthenticateOptions {
  /** Where Bothways runs, such as `https://connect.example.com`. The script file knows it from its own address. */
  baseUrl?: string;
  /** Asked when the session has ended: get a new token from your backend. Called once for all that wait for it. */
  renew?: () => string | Promise<string>;
}

export interface MarketplaceOptions extends Omit<FrameOptions, "mode"> {
  /** An element, or a selector of one: the marketplace stands in it instead of in a modal. */
  into?: Element | string;
  /** Closes it when aborted. */
  signal?: AbortSignal;
}

export interface Marketplace {
  close(): void;
}

export interface ConnectOptions extends Omit<FrameOptions, "mode" | "integration"> {
  /** Reconnect this connection; it keeps its id. */
  connectionId?: string;
  /** What the integration asks before its provider is called, by name. What is missing is asked in a form. */
  values?: Record<string, string>;
  /** Keys that your own form asked for, by name: they are checked and kept at once, and nothing opens. */
  fields?: Record<string, string>;
  /** False: the whole page goes to the provider and comes back. */
  popup?: boolean;
  /** Where the whole page comes back to: one of the environment's return URLs. */
  returnUrl?: string;
}

export type Events = Record<ConnectionEventName, ConnectionNews> & {
  authenticated: Session;
  "marketplace.opened": { mode: "modal" | "inline" };
  "marketplace.closed": { mode: "modal" | "inline" };
  error: BothwaysError;
};

export interface Bothways {
  /** Begin with a session's token, which your backend gets from `POST /v1/connect-sessions`. */
  authenticate(token: string, options?: AuthenticateOptions): Promise<Session>;
  /** Resolves when the marketplace is there to be used. */
  openMarketplace(options?: MarketplaceOptions): Promise<Marketplace>;
  /** Closes the modal, and every marketplace that stands in the page. */
  closeMarketplace(): Promise<void>;
  /** The marketplace at one integration: its id or slug. */
  openIntegration(integration: string, options?: MarketplaceOptions): Promise<Marketplace>;
  /**
   * Connect an account without a detour: call it in a click. Resolves when the account is connected. Where popups are
   * blocked the page leaves for the provider and comes back; `connection.created`, or `error`, then follows
   * `authenticate`.
   */
  connect(integration: string, options?: ConnectOptions): Promise<ConnectionNews>;
  disconnect(connectionId: string): Promise<ConnectionNews>;
  getCustomer(): Promise<Customer>;
  getIntegrations(): Promise<Integration[]>;
  /** Returns a function that ends it. */
  on<Name extends keyof Events>(event: Name, handler: (data: Events[Name]) => void): () => void;
}
