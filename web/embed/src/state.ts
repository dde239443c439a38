/** Everything that the frame shows follows from this. */

import type { Fault } from "./api.ts";
import type { Account, Authorization, Card, Detail, Session, Shop } from "./shapes.ts";

/** `starting`: not let in yet. `lost`: the session has ended, and a new one was asked for. */
export type Phase = "starting" | "open" | "lost" | "outside";

export type Place = { view: "shop" } | { view: "app"; slug: string; form?: OpenForm | undefined } | { view: "attempt" };

/** The form to connect an account, or to renew the one named by `reconnect`. */
export interface OpenForm {
  reconnect?: string | undefined;
}

/** What somebody left a view by, and how far down that view stood. */
export interface Left {
  id: string;
  scroll: number;
}

/** Connecting, from the press of a button to its outcome. */
export interface Attempt {
  /** Tells it from an earlier one. */
  number: number;
  card: Card;
  /** Where it began, and where it goes back to. */
  from: Place;
  left: Left;
  reconnect?: string | undefined;
  values: Record<string, string>;
  stage: "opening" | "waiting" | "closed" | "blocked" | "connected" | "failed";
  authorization?: Authorization | undefined;
  /** Blocked: the link leads there on the whole page, and comes back; otherwise in a window of its own. */
  wholePage?: boolean | undefined;
  /** Connected: the account, as far as the server can name it. */
  account?: Account | undefined;
  code?: string | undefined;
  requestId?: string | undefined;
}

export interface Notice {
  tone: "good" | "warn" | "bad" | "info";
  title: string;
  text?: string | undefined;
}

export interface State {
  phase: Phase;
  session?: Session | undefined;
  shop?: Shop | undefined;
  details: Record<string, Detail>;
  place: Place;
  attempt?: Attempt | undefined;
  /** The account that somebody is asked about before it is disconnected. */
  leaving?: { card: Card; account: Account; busy: boolean; failed?: Fault | undefined } | undefined;
  notice?: Notice | undefined;
  /** Why there is nothing to show. */
  fault?: Fault | undefined;
  /** Somebody has moved in it: from now on the focus follows the views. */
  moved: boolean;
  query: string;
  category: string;
}

export const BEGINNING: State = { phase: "starting", details: {}, place: { view: "shop" }, moved: false, query: "", category: "" };
