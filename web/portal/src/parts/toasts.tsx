/** Short words about what was just done. They go by themselves, and are read aloud. */

import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { Glyph } from "./glyph.tsx";

const SHOWN_MS = 5_000;

type Say = (words: string) => void;
const ToastContext = createContext<Say>(() => undefined);

/** Say that something was done. */
export function useToast(): Say {
  return useContext(ToastContext);
}

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly { id: number; words: string }[]>([]);
  const next = useRef(0);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const say = useCallback((words: string) => {
    const id = (next.current += 1);
    setToasts((all) => [...all.slice(-2), { id, words }]);
    setTimeout(() => drop(id), SHOWN_MS);
  }, [drop]);
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status">
        {toasts.map((toast) => (
          <div key={toast.id} className="toasts__one">
            <Glyph name="check" />
            <span>{toast.words}</span>
            <IconButton small name="Dismiss" glyph="cross" onClick={() => drop(toast.id)} />
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
