/**
 * In a shadow root, so that the page's styles and ours do not meet; as a constructed sheet, because a page's policy may
 * forbid `<style>`. The frame's document brings its own looks: this is the box around it, and what stands there when it
 * does not open.
 */
const CSS = `
:host{all:initial;display:block}
div{position:relative;height:100%;min-height:20rem}
iframe{width:100%;height:100%;border:0}
p{position:absolute;inset:0;margin:0;display:grid;place-content:center;gap:1rem;font:1.25rem system-ui;background:Canvas}
button{font:inherit;padding:1rem 3rem}
dialog{width:min(60rem,100vw - 3rem);height:min(48rem,100dvh - 3rem);padding:0;border:0;outline:0;border-radius:1rem;overflow:hidden}
::backdrop{background:#0c1016a0}
@media(max-width:40rem){dialog{width:100vw;height:100dvh;max-width:none;max-height:none;border-radius:0}}
`;

/** A root of our own in `host`, in the scheme that was asked for. */
export function root(host: HTMLElement, theme = "light dark"): ShadowRoot {
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  shadow.adoptedStyleSheets = [sheet];
  host.style.colorScheme = theme === "auto" ? "light dark" : theme;
  return shadow;
}
