import type { Account } from "./shapes.ts";
import type { Words } from "./words.ts";

/** What people call the account; where the provider did not say, "Your account" or its number. */
export function accountName(account: Account, words: Words): string {
  const called = account.name_code && words.find(`accounts.${account.name_code}`, { number: account.number });
  return called || account.name;
}
