/** Where the focus goes when it comes from the page, and how high the content is. */

import type { Direction } from "../../contract/messages.ts";

export const FRAME_START = "frame-start";
export const FRAME_END = "frame-end";

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/** To the first control (`forward`) or the last one (`back`); inside of a question that is open, if there is one. */
export function enterFrom(direction: Direction): void {
  const around = document.querySelector("dialog[open]") ?? document;
  const controls = [...around.querySelectorAll<HTMLElement>(CONTROLS)].filter(canTakeFocus);
  (direction === "forward" ? controls[0] : controls.at(-1))?.focus();
}

function canTakeFocus(control: HTMLElement): boolean {
  return control.tabIndex >= 0 && !control.matches(":disabled, .edge") && control.checkVisibility();
}

/** Say how high `root` is, whenever that changes. The function it returns ends it. */
export function announceHeight(root: HTMLElement, say: (height: number) => void): () => void {
  let told = 0;
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height !== told) say((told = height));
  });
  observer.observe(root);
  return () => observer.disconnect();
}
