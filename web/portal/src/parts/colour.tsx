import { Field } from "./field.tsx";
import { Button } from "./button.tsx";

interface Props {
  label: string;
  help?: string;
  /** What the picker starts from while nothing is chosen. */
  start: string;
  value: string | null;
  onChange: (colour: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
}

/** A colour, picked or typed. Null leaves it to Bothways. */
export function ColourField({ label, help, start, value, onChange, error, disabled = false }: Props) {
  const valid = value !== null && /^#[0-9a-f]{6}$/i.test(value);
  return (
    <Field label={label} help={help} error={error} optional>
      {(control) => (
        <div className="affixed colour">
          <input type="color" className="colour__well" aria-label={`${label}: pick`} value={valid ? value : start} disabled={disabled} onChange={(event) => onChange(event.target.value)} />
          <input {...control} className="input" placeholder={start} maxLength={7} spellCheck={false} autoComplete="off" value={value ?? ""} disabled={disabled} onChange={(event) => onChange(event.target.value || null)} />
          {value && <Button tone="quiet" disabled={disabled} onClick={() => onChange(null)}>Clear</Button>}
        </div>
      )}
    </Field>
  );
}
