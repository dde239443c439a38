/** What stands around every page: the side bar, the environment one is in, and oneself. */

import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLocation } from "react-router";
import { IconButton } from "../parts/button.tsx";
import { useSession } from "../session.ts";
import { Palette } from "./palette.tsx";
import { SideBar } from "./side-bar.tsx";

export function Frame({ children }: { children: ReactNode }) {
  const { environment } = useSession();
  const [open, setOpen] = useState(false);
  const [palette, setPalette] = useState(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  // A new page begins at its top, and screen readers hear its heading.
  useEffect(() => {
    setOpen(false);
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPalette((shown) => !shown);
      }
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  return (
    <div className="portal" data-mode={environment?.mode}>
      <a className="skip-link" href="#content" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to content</a>
      <header className="topline">
        <IconButton name={open ? "Close the menu" : "Open the menu"} glyph={open ? "cross" : "menu"} aria-expanded={open} aria-controls="side-bar" onClick={() => setOpen(!open)} />
        <span className="topline__name">{environment?.name ?? "Workspace"}</span>
        {environment && <span className={environment.mode === "live" ? "badge badge--plain badge--info" : "badge badge--plain badge--warn"}>{environment.mode === "live" ? "Live" : "Test"}</span>}
        <IconButton name="Search" glyph="search" onClick={() => setPalette(true)} />
      </header>
      <SideBar open={open} onSearch={() => setPalette(true)} />
      {open && <div className="side-veil" onClick={() => setOpen(false)} />}
      <div className="stage">
        {environment?.mode === "test" && <section className="ribbon" aria-label="Environment">Test environment: what happens here reaches no real customer</section>}
        <main id="content" ref={main} tabIndex={-1}>{children}</main>
      </div>
      <Palette open={palette} onClose={() => setPalette(false)} />
    </div>
  );
}
