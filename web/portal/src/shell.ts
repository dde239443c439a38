/** What the server wrote into the page that loads us. */

const app = document.getElementById("app");

function given(name: string): string {
  return app?.dataset[name] ?? "";
}

export const root = app;
/** Has to come back with every request; it stands in this page and nowhere else. */
export const csrf = given("csrf");
/** Where Bothways is reached from outside, without a slash at the end. */
export const publicUrl = given("publicUrl");
/** The address of the sprite with our signs. */
export const glyphs = given("glyphs");
/** The stylesheet of customers' pages, for previews of them. */
export const styles = given("styles");
