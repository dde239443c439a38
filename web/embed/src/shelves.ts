/** Which cards stand where, and which a search finds. */

import { isMine, type Card } from "./shapes.ts";
import type { Words } from "./words.ts";

export type Shelf = "mine" | "ready" | "more";

/** The customer's own, what can be connected, and what only leads elsewhere. Empty shelves are left out. */
export function shelves(cards: readonly Card[]): { name: Shelf; cards: Card[] }[] {
  return (["mine", "ready", "more"] as const)
    .map((name) => ({ name, cards: cards.filter((card) => shelfOf(card) === name) }))
    .filter((shelf) => shelf.cards.length > 0);
}

/** Every word of the search stands somewhere in the card, and it is of the category. */
export function matches(card: Card, query: string, category: string, words: Words): boolean {
  if (category && !card.categories.includes(category)) return false;
  const text = plain([card.name, card.description, ...card.categories.map((slug) => categoryName(slug, words))].join(" "));
  return plain(query).split(/\s+/).every((word) => text.includes(word));
}

/** A category in the reader's language; one that a provider of the operator's own brought is told as it is written. */
export function categoryName(slug: string, words: Words, fallback?: string): string {
  return words.find(`category.${slug}`) ?? (fallback || capital(slug.replaceAll("-", " ")));
}

function shelfOf(card: Card): Shelf {
  return isMine(card) ? "mine" : card.kind === "promotional" ? "more" : "ready";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Lower case and without accents: "cafe" finds "Café". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
