/** What else can be done with something. */

import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
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

/** Not modal: a modal one would stop scrolling by an inline style sheet, which our policy forbids. */
export function Menu({ trigger, items, align = "end" }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={6} collisionPadding={8}>
          {items.map((item) => item && (
            <DropdownMenu.Item key={item.label} className={item.danger ? "menu__item menu__item--danger" : "menu__item"} onSelect={item.onSelect}>
              {item.glyph && <Glyph name={item.glyph} />}
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
