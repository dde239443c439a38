import { NavLink, useNavigate } from "react-router";
import { useMay } from "../may.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Menu } from "../parts/menu.tsx";
import { csrf } from "../shell.ts";
import { useSession } from "../session.ts";
import { addressOf, PLACES } from "./navigation.ts";
import { EnvironmentSwitcher } from "./environment-switcher.tsx";
import { useHomeEnvironment } from "./home.ts";

export function SideBar({ open, onSearch }: { open: boolean; onSearch: () => void }) {
  const { me } = useSession();
  const home = useHomeEnvironment();
  const may = useMay();
  return (
    <aside id="side-bar" className="side-bar" data-open={open}>
      <EnvironmentSwitcher />
      <button type="button" className="side-search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Glyph name="search" />Search<kbd aria-hidden="true">{/Mac|iP/.test(navigator.userAgent) ? "⌘" : "Ctrl"} K</kbd>
      </button>
      <nav aria-label="Portal" className="side-nav">
        {PLACES.map((group) => {
          const places = group.places.filter((place) => may(place.deed) && (home || place.path.startsWith("/")));
          return places.length > 0 && (
            <div key={group.name} className="side-nav__group">
              {group.name !== "Environment" && <p className="eyebrow" id={`nav-${group.name}`}>{group.name}</p>}
              <ul {...(group.name === "Environment" ? {} : { "aria-labelledby": `nav-${group.name}` })}>
                {places.map((place) => (
                  <li key={place.path}>
                    <NavLink className="side-nav__link" to={addressOf(place, home?.id ?? "")} end={place.path === ""}>
                      <Glyph name={place.glyph} />{place.label}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <Myself name={me.staff.name || me.staff.email} email={me.staff.email} role={me.staff.role} />
    </aside>
  );
}

function Myself({ name, email, role }: { name: string; email: string; role: string }) {
  const navigate = useNavigate();
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="myself">
          <span className="myself__letter" aria-hidden="true">{[...name][0]?.toUpperCase()}</span>
          <span className="myself__words"><b>{name}</b><span className="faint small">{name === email ? roleName(role) : email}</span></span>
          <span className="visually-hidden">account and sign-out</span>
          <Glyph name="dots" />
        </button>
      }
      items={[
        { label: "My account", glyph: "user", onSelect: () => void navigate("/account") },
        { label: "API reference", glyph: "book", onSelect: () => void window.open("/reference", "_blank", "noopener") },
        { label: "Sign out", glyph: "exit", onSelect: signOut },
      ]}
    />
  );
}

/** By a form, as without a script: the answer is the page that says so. */
function signOut(): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/portal/sign-out";
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "csrf", value: csrf() });
  form.append(field);
  document.body.append(form);
  form.submit();
}

function roleName(role: string): string {
  return role.charAt(0).toUpperCase() + role.slice(1);
}

