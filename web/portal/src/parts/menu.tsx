/** What else can be done with something. */

import { DropdownMenu } from "radix-ui";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph.tsx";

export interface MenuItem {
  label: string;
  glyph?: GlyphName;
  danger?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  trigger: ReactNode;
  items: readonly (MenuItem | null | false)[];
  align?: "start" | "end";
}

/** Inside of the page's main part: what stands outside of every part is not found by those who go from part to part. */
export function useLandmark(): HTMLElement | null {
  const [main, setMain] = useState<HTMLElement | null>(null);
  useEffect(() => setMain(document.getElementById("content")), []);
  return main;
}

/** Not modal: a modal one would stop scrolling by an inline style sheet, which our policy forbids. */
export function Menu({ trigger, items, align = "end" }: MenuProps) {
  const main = useLandmark();
  const chosen = useRef<() => void>(undefined);
  // After the button has the focus back, so that a dialog which opens now returns there and not to an item that is gone.
  const act = () => {
    const deed = chosen.current;
    chosen.current = undefined;
    if (deed) queueMicrotask(deed);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={main}>
        <DropdownMenu.Content className="menu" align={align} sideOffset={6} collisionPadding={8} onCloseAutoFocus={act}>
          {items.map((item) => item && (
            <DropdownMenu.Item key={item.label} className={item.danger ? "menu__item menu__item--danger" : "menu__item"} onSelect={() => { chosen.current = item.onSelect; }}>
              {item.glyph && <Glyph name={item.glyph} />}
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
