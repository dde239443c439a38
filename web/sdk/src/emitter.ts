import type { Events } from "./types.ts";

export interface Emitter {
  on<Name extends keyof Events>(name: Name, handler: (data: Events[Name]) => void): () => void;
  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void;
}

/** The browser's own: an error in one handler is the page's to see, and stops neither the others nor us. */
export function createEmitter(): Emitter {
  const target = new EventTarget();
  return {
    on(name, handler) {
      const listener = (event: Event) => handler((event as CustomEvent).detail);
      target.addEventListener(name, listener);
      return () => target.removeEventListener(name, listener);
    },
    emit: (name, detail) => void target.dispatchEvent(new CustomEvent(name, { detail })),
  };
}
