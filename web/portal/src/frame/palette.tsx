/** Ctrl K: to any page, integration, customer or connection, by typing a part of its name. */

import { Dialog as Radix } from "radix-ui";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { useRead } from "../api/hooks.ts";
import type { Connection, Customer, Integration, Page } from "../api/types.ts";
import { useMay } from "../may.ts";
import { useFocusOver } from "../parts/focus.ts";
import { Glyph, type GlyphName } from "../parts/glyph.tsx";
import { useSession } from "../session.ts";
import { useHomeEnvironment } from "./home.ts";
import { addressOf, PLACES } from "./navigation.ts";

const STILL_MS = 180;
const MOST = 5;

interface Hit {
  to: string;
  label: string;
  note: string;
  glyph: GlyphName;
}

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const focus = useFocusOver();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="veil veil--high">
          <Radix.Content className="palette" {...focus} aria-describedby={undefined} aria-modal="true">
            <Radix.Title className="visually-hidden">Search</Radix.Title>
            <Finder onDone={onClose} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Finder({ onDone }: { onDone: () => void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const hits = useHits(typed);
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const chosen = Math.min(at, hits.length - 1);
  useEffect(() => {
    void list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onDone();
    void navigate(hit.to);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((chosen + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(hits[chosen]);
    }
  };
  return (
    <>
      <div className="palette__search">
        <Glyph name="search" />
        <input
          role="combobox"
          aria-label="Search pages, customers, connections and integrations"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={hits[chosen] ? `${id}-${chosen}` : undefined}
          aria-autocomplete="list"
          placeholder="Search pages, customers, connections…"
          value={typed}
          maxLength={100}
          onChange={(event) => { setTyped(event.target.value); setAt(0); }}
          onKeyDown={press}
        />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Found" className="palette__list">
        {hits.map((hit, index) => (
          <li key={hit.to + hit.label} id={`${id}-${index}`} role="option" aria-selected={index === chosen} className="palette__hit" onMouseMove={() => setAt(index)} onClick={() => go(hit)}>
            <Glyph name={hit.glyph} /><span className="clip">{hit.label}</span><span className="faint small">{hit.note}</span>
          </li>
        ))}
      </ul>
      {hits.length === 0 && <p className="palette__none soft" role="status">Nothing of that name.</p>}
    </>
  );
}

/** Pages at once; what the server knows as soon as the typing pauses. */
function useHits(typed: string): readonly Hit[] {
  const home = useHomeEnvironment();
  const { environment } = useSession();
  const may = useMay();
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), STILL_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const q = environment && asked.length > 1 ? asked : null;
  const customers = useRead<Page<Customer>>(q ? "/v1/customers" : null, { q, limit: MOST }, { keep: true });
  const connections = useRead<Page<Connection>>(q ? "/v1/connections" : null, { q, limit: MOST }, { keep: true });
  const integrations = useRead<Page<Integration>>(q ? "/v1/integrations" : null, { q, limit: MOST }, { keep: true });
  return useMemo(() => {
    const words = typed.trim().toLowerCase();
    const pages = PLACES.flatMap(({ name, places }) => places
      .filter((place) => may(place.deed) && `${place.label} ${place.also ?? ""}`.toLowerCase().includes(words))
      .map((place): Hit => ({ to: addressOf(place, home?.id ?? ""), label: place.label, note: name, glyph: place.glyph })));
    const account: Hit[] = "my account password passkeys totp".includes(words) ? [{ to: "/account", label: "My account", note: "Yourself", glyph: "user" }] : [];
    if (!q || !home) return [...pages, ...account];
    return [
      ...pages,
      ...(integrations.data?.items ?? []).map((one): Hit => ({ to: `/${home.id}/integrations/${one.id}`, label: one.display_name, note: "Integration", glyph: "grid" })),
      ...(customers.data?.items ?? []).map((one): Hit => ({ to: `/${home.id}/customers/${one.id}`, label: one.name || one.external_id, note: "Customer", glyph: "users" })),
      ...(connections.data?.items ?? []).map((one): Hit => ({ to: `/${home.id}/connections/${one.id}`, label: one.label || one.account.label || one.provider, note: `Connection of ${one.customer.name || one.customer.external_id}`, glyph: "link" })),
      ...account,
    ];
  }, [typed, q, home, may, customers.data, connections.data, integrations.data]);
}
