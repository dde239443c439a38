/** Which environment is open - test or live is always in view - and the way to another. */

import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useMay } from "../may.ts";
import { useSession } from "../session.ts";
import type { Environment } from "../api/types.ts";
import { Glyph } from "../parts/glyph.tsx";
import { useLandmark } from "../parts/menu.tsx";
import { Badge } from "../parts/words.tsx";
import { CreateEnvironment } from "./create-environment.tsx";

export function EnvironmentSwitcher() {
  const { me, environment } = useSession();
  const [creating, setCreating] = useState(false);
  const may = useMay()("workspace:manage");
  const navigate = useNavigate();
  const main = useLandmark();
  const { pathname } = useLocation();
  // The same room of the other environment; what is deeper exists in one of them only.
  const room = environment ? pathname.split("/")[2] ?? "" : "";
  const go = (one: Environment) => void navigate(`/${one.id}${room && `/${room}`}`);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <button type="button" className="switcher">
            <span className="logo logo--brand logo--small" aria-hidden="true"><Glyph name="bothways" /></span>
            <span className="switcher__words">
              <span className="faint small switcher__workspace">{me.workspace.name}</span>
              <b>{environment?.name ?? "Workspace"}</b>
            </span>
            {environment && <ModeBadge mode={environment.mode} />}
            <Glyph name="down" />
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal container={main}>
          <DropdownMenu.Content className="menu menu--wide" align="start" sideOffset={6} collisionPadding={8}>
            <DropdownMenu.Label className="eyebrow menu__label">Environments</DropdownMenu.Label>
            <DropdownMenu.RadioGroup value={environment?.id ?? ""}>
              {me.environments.map((one) => (
                <DropdownMenu.RadioItem key={one.id} value={one.id} className="menu__item" onSelect={() => go(one)}>
                  <span className="menu__words">{one.name}</span>
                  <ModeBadge mode={one.mode} />
                  <DropdownMenu.ItemIndicator><Glyph name="check" /></DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
            {may && (
              <>
                <DropdownMenu.Separator className="menu__line" />
                <DropdownMenu.Item className="menu__item" onSelect={() => setCreating(true)}><Glyph name="plus" />Create an environment</DropdownMenu.Item>
              </>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <CreateEnvironment open={creating} onClose={() => setCreating(false)} />
    </>
  );
}

export function ModeBadge({ mode }: { mode: string }) {
  return mode === "live" ? <Badge tone="info" dot={false}>Live</Badge> : <Badge tone="warn" dot={false}>Test</Badge>;
}
