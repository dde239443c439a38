/** How customers' pages look in this environment, with what comes of it beside. */

import { useState } from "react";
import { unreadable, USUAL, type ColourName, type Colours } from "../../../../contract/colours.ts";
import { useAct, useRead } from "../../api/hooks.ts";
import type { EnvironmentSettings, Theme } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button } from "../../parts/button.tsx";
import { ColourField } from "../../parts/colour.tsx";
import { Choices, Field, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting } from "../../parts/page.tsx";
import { PictureField } from "../../parts/picture.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Preview } from "./preview.tsx";

const COLOURS = Object.keys(USUAL) as ColourName[];
const FIELDS = ["theme.product_name", "theme.accent", ...COLOURS.map((name) => `theme.${name}`), "theme.radius", "theme.font", "theme.logo", "theme.mode", "theme"];
const PARTS = [["background", "Background"], ["surface", "Cards"], ["text", "Text"]] as const;
const USUAL_RADIUS = 10;
const MOST_RADIUS = 32;
const LOGO_BYTES = 70_000;

export function Look() {
  const read = useRead<EnvironmentSettings>("/v1/environment");
  if (read.isPending) return <PageWaiting title="Look" />;
  if (read.isLoadingError) return <PageFrame title="Look"><ProblemBanner problem={read.error} again={() => void read.refetch()} /></PageFrame>;
  return <Shown settings={read.data} />;
}

function Shown({ settings }: { settings: EnvironmentSettings }) {
  const may = useMay()("environment:write");
  const say = useToast();
  const [scheme, setScheme] = useState<"light" | "dark">("light");
  const draft = useDraft<Theme>(settings.theme);
  const { values, set } = draft;
  const save = useAct(async (_: void, send) => {
    // A look is replaced as a whole: what somebody else changed meanwhile stays.
    const { theme } = await send<EnvironmentSettings>("/v1/environment");
    return send<EnvironmentSettings>("/v1/environment", { method: "PATCH", body: { theme: { ...theme, ...draft.changes } } });
  }, ["/v1/environment"]);
  const reason = (field: string) => save.error?.reason(`theme.${field}`);
  const shown = values.mode === "auto" ? scheme : values.mode;
  return (
    <PageFrame title="Look" about="Of the marketplace, of connect pages and of what customers see while they connect. What you leave out is left to Bothways.">
      <div className="beside beside--look">
        <div className="panel">
          <Form act={save} fields={FIELDS} onSubmit={() => save.mutate(undefined, { onSuccess: () => { draft.reset(); say("The look was saved; pages that open now have it"); } })}>
            <TextField label="Your product's name" optional help="As your customers know it." value={values.product_name ?? ""} maxLength={60} error={reason("product_name")} readOnly={!may} onChange={(name) => set({ product_name: name || null })} />
            <PictureField label="Logo" name={values.product_name ?? settings.name} slug={settings.id} value={values.logo} mostBytes={LOGO_BYTES} error={reason("logo")} disabled={!may} onChange={(logo) => set({ logo })} />
            <ColourField label="Accent" help="Fills buttons. Words on it are black or white, whichever is read better." start="#2f5bd7" value={values.accent} error={reason("accent")} disabled={!may} onChange={(accent) => set({ accent })} />
            <Scheme legend="In the light" ending="" theme={values} set={set} reason={reason} disabled={!may} />
            <Scheme legend="In the dark" ending="_dark" theme={values} set={set} reason={reason} disabled={!may} />
            <Field label="Corners" error={reason("radius")} help={values.radius === null ? `${USUAL_RADIUS} pixels, unless you choose` : `${values.radius} pixels`}>
              {(control) => <input {...control} type="range" className="slider" min={0} max={MOST_RADIUS} value={values.radius ?? USUAL_RADIUS} disabled={!may} onChange={(event) => set({ radius: Number(event.target.value) })} />}
            </Field>
            <TextField label="Font" optional help="Families with commas between. They have to be on your customers' devices; nothing is loaded." placeholder="Inter Variable, system-ui" value={values.font ?? ""} maxLength={200} error={reason("font")} readOnly={!may} onChange={(font) => set({ font: font || null })} />
            <Choices
              name="mode"
              legend="Light or dark (automatic: as the customer's device)"
              value={values.mode}
              disabled={!may}
              onChange={(mode) => set({ mode: mode as Theme["mode"] })}
              options={[{ value: "auto", label: "Automatic" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }]}
            />
            {may && <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>Save the look</Button>{draft.changed && <Button tone="quiet" onClick={draft.reset}>Discard</Button>}</div>}
          </Form>
        </div>
        <div className="sticky">
          <div className="row row--apart">
            <p className="eyebrow">Preview</p>
            <div className="chips" role="group" aria-label="Scheme of the preview">
              {(["light", "dark"] as const).map((one) => <button key={one} type="button" className="chip" aria-pressed={shown === one} disabled={values.mode !== "auto"} onClick={() => setScheme(one)}>{one === "light" ? "Light" : "Dark"}</button>)}
            </div>
          </div>
          <Preview theme={values} scheme={shown} fallbackName={settings.name} />
        </div>
      </div>
    </PageFrame>
  );
}

interface SchemeProps {
  legend: string;
  ending: "" | "_dark";
  theme: Theme;
  set: (change: Partial<Theme>) => void;
  reason: (field: string) => string | undefined;
  disabled: boolean;
}

/** The three colours of a scheme, with a word while they cannot be read on each other. */
function Scheme({ legend, ending, theme, set, reason, disabled }: SchemeProps) {
  const chosen = Object.fromEntries(COLOURS.flatMap((name) => (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(theme[name] ?? "") ? [[name, theme[name]]] : []))) as Colours;
  const faults = unreadable(chosen);
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      <div className="colours">
        {PARTS.map(([part, label]) => {
          const name = `${part}${ending}` as const;
          return <ColourField key={name} label={label} start={USUAL[name]} value={theme[name]} error={reason(name)} warning={faults.find((fault) => fault.name === name)?.reason} disabled={disabled} onChange={(colour) => set({ [name]: colour })} />;
        })}
      </div>
    </fieldset>
  );
}
