import { Field } from "./field.tsx";
import { Button } from "./button.tsx";

interface Props {
  label: string;
  help?: string;
  /** What it is while nothing is chosen; the picker starts from there. */
  start: string;
  value: string | null;
  onChange: (colour: string | null) => void;
  error?: string | undefined;
  warning?: string | undefined;
  disabled?: boolean;
}

/** A colour, picked or typed. Null leaves it to Bothways. */
export function ColourField({ label, help, start, value, onChange, error, warning, disabled = false }: Props) {
  const half = value !== null && !/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value);
  const told = half ? "Write a colour as #36c or #3366cc" : warning;
  return (
    <Field label={label} help={help} error={error} warning={told}>
      {(control) => (
        <div className="affixed colour">
          <input type="color" className="colour__well" aria-label={`${label}: pick`} value={long(half ? start : value ?? start)} disabled={disabled} onChange={(event) => onChange(event.target.value)} />
          <input {...control} className="input" placeholder={start} maxLength={7} spellCheck={false} autoComplete="off" value={value ?? ""} disabled={disabled} onChange={(event) => onChange(event.target.value || null)} />
          {value !== null && <Button tone="quiet" small disabled={disabled} aria-label={`Reset ${label}`} onClick={() => onChange(null)}>Reset</Button>}
        </div>
      )}
    </Field>
  );
}

/** Pickers take six digits. */
function long(colour: string): string {
  return colour.length === 4 ? `#${[...colour.slice(1)].map((digit) => digit + digit).join("")}` : colour;
}
