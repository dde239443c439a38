/** What the server wrote into the page that loads us. */

const app = document.getElementById("app");

function given(name: string): string {
  return app?.dataset[name] ?? "";
}

let token = given("csrf");

export const root = app;
/** Who was signed in when the page was made. */
export const staff = given("staff");
/** Where Bothways is reached from outside, without a slash at the end. */
export const publicUrl = given("publicUrl");
/** The address of the sprite with our signs. */
export const glyphs = given("glyphs");

/** Has to come back with every request; no other site can know it. */
export function csrf(): string {
  return token;
}

/** A new session of the same person has another one. */
export function replaceCsrf(next: string): void {
  token = next;
}
