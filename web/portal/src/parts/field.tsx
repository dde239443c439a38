/** A control with its label, help and error, tied together for those who cannot see them side by side. */

import { useId, useState, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from "react";
import { IconButton } from "./button.tsx";
import { Glyph } from "./glyph.tsx";

export interface Control {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

interface FieldProps {
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  /** What is wrong with it so far; told while it is typed, and calmly. */
  warning?: string | undefined;
  optional?: boolean;
  children: (control: Control) => ReactNode;
}

export function Field({ label, help, error, warning, optional = false, children }: FieldProps) {
  const id = useId();
  const told = [help ? `${id}-help` : "", error ? `${id}-error` : "", warning ? `${id}-warning` : ""].filter(Boolean).join(" ");
  const control: Control = { id, ...(told && { "aria-describedby": told }), ...(error && { "aria-invalid": true as const }) };
  return (
    <div className={error ? "field field--invalid" : "field"}>
      <label htmlFor={id}>{label}{optional && <span className="field__optional"> (optional)</span>}</label>
      {help && <div className="field__help" id={`${id}-help`}>{help}</div>}
      {children(control)}
      {warning && !error && <p className="field__warning" id={`${id}-warning`} role="status"><Glyph name="alert" />{sentence(warning)}</p>}
      {error && <p className="field__error" id={`${id}-error`} role="alert"><Glyph name="alert" />{sentence(error)}</p>}
    </div>
  );
}

type Own = Omit<FieldProps, "children"> & { value: string; onChange: (value: string) => void };

export function TextField({ label, help, error, optional, value, onChange, ...rest }: Own & Omit<InputHTMLAttributes<HTMLInputElement>, keyof Own>) {
  return (
    <Field label={label} help={help} error={error} {...(optional && { optional })}>
      {(control) => <input type="text" {...rest} {...control} className="input" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

/** Something that is not read over a shoulder, and can be shown. Browsers overhear "off" and fill in the password of the portal. */
export function SecretField({ label, help, error, optional, value, onChange, ...rest }: Own & Omit<InputHTMLAttributes<HTMLInputElement>, keyof Own>) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} help={help} error={error} {...(optional && { optional })}>
      {(control) => (
        <div className="affixed">
          <input spellCheck={false} autoComplete="new-password" {...rest} {...control} type={shown ? "text" : "password"} className="input input--secret" value={value} onChange={(event) => onChange(event.target.value)} />
          <IconButton name={shown ? "Hide" : "Show"} glyph="eye" aria-pressed={shown} onClick={() => setShown(!shown)} />
        </div>
      )}
    </Field>
  );
}

export function AreaField({ label, help, error, optional, value, onChange, ...rest }: Own & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof Own>) {
  return (
    <Field label={label} help={help} error={error} {...(optional && { optional })}>
      {(control) => <textarea {...rest} {...control} className="textarea" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

interface Option {
  value: string;
  label: string;
}

export function SelectField({ label, help, error, value, onChange, options }: Own & { options: readonly Option[] }) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <select {...control} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
        </select>
      )}
    </Field>
  );
}

interface ChoiceProps {
  name: string;
  value: string;
  onChange: (value: string) => void;
  legend: string;
  disabled?: boolean;
  options: readonly (Option & { help?: string })[];
}

/** One of a few, each in a box with its words. */
export function Choices({ name, value, onChange, legend, disabled = false, options }: ChoiceProps) {
  return (
    <fieldset className="field" disabled={disabled}>
      <legend>{legend}</legend>
      <div className="choices">
        {options.map((option) => (
          <label key={option.value} className="choice choice--card">
            <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
            {option.help && <span className="field__help">{option.help}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
