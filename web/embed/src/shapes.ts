/** What the server answers, under the names that this frame has for it; the shapes come from its own document. */

import type { components } from "../../contract/api.d.ts";

type Schemas = components["schemas"];

export type Session = Schemas["OwnSession"];
/** What a ticket is traded for. */
export interface FrameSession {
  token: string;
  session: Session;
}
export type Shop = Schemas["Marketplace"];
export type Category = Schemas["Category"];
/** An integration as this customer sees it, or a tile that leads elsewhere. */
export type Card = Schemas["Card"];
export type Detail = Schemas["CardDetail"];
/** Something to type or choose before connecting. */
export type Input = Schemas["Question"];
export type Account = Schemas["MarketAccount"];
export type Permission = Schemas["Permission"];
export type Happening = Schemas["Happening"];
export type Authorization = Schemas["Authorization"];
export type Wish = Schemas["AuthorizationInput"];
export type Problem = Schemas["Problem"];
/** One input that is wrong: `code` has a sentence in each language, `reason` is the English one. */
export type FieldFault = Schemas["ProblemField"];

/** Whether the customer is asked anything before connecting. */
export function needsForm(card: Card): boolean {
  return card.values.length + card.fields.length > 0;
}

export function isMine(card: Card): boolean {
  return card.kind === "integration" && card.state !== "not_connected";
}
