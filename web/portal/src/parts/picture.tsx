/** Choosing a picture: read here, sent as a data: URL, checked by the server. */

import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { Glyph } from "./glyph.tsx";
import { Logo } from "./logo.tsx";

const TYPES = ["image/png", "image/webp", "image/jpeg"];

interface Props {
  label: string;
  name: string;
  slug: string;
  icon?: string | null;
  value: string | null;
  onChange: (picture: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
  mostBytes?: number;
}

export function PictureField({ label, name, slug, icon, value, onChange, error, disabled = false, mostBytes = 150_000 }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string>();
  const id = useId();
  const take = async (file: File | undefined) => {
    if (!file) return;
    const wrong = !TYPES.includes(file.type) ? "Choose a PNG, WebP or JPEG picture." : file.size > mostBytes ? `This picture has ${Math.ceil(file.size / 1000)} kB; at most ${Math.floor(mostBytes / 1000)} kB are possible.` : undefined;
    setRefused(wrong);
    if (!wrong) onChange(await dataUrl(file));
  };
  const told = refused ?? error;
  // Set through the API: no page with staff's session in it asks another site for a picture.
  const elsewhere = value?.startsWith("https://") ? value : null;
  return (
    <div className={told ? "field field--invalid" : "field"} role="group" aria-labelledby={id}>
      <span className="label" id={id}>{label}</span>
      <div className="picture" onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); if (!disabled) void take(event.dataTransfer.files[0]); }}>
        <Logo name={name || "?"} slug={slug} picture={elsewhere ? null : value} icon={icon} size="large" />
        <div className="stack stack--tight">
          <div className="row row--tight">
            <Button small disabled={disabled} onClick={() => input.current?.click()}>{value ? "Replace" : "Upload"}</Button>
            {value && <Button small tone="quiet" disabled={disabled} onClick={() => onChange(null)}>Remove</Button>}
          </div>
          <p className="field__help">{elsewhere && `It lies at ${elsewhere}. `}PNG, WebP or JPEG, square, at most {Math.floor(mostBytes / 1000)} kB.</p>
        </div>
        <input ref={input} type="file" accept={TYPES.join(",")} hidden aria-label={label} onChange={(event) => { void take(event.target.files?.[0]); event.target.value = ""; }} />
      </div>
      {told && <p className="field__error" role="alert"><Glyph name="alert" />{told}</p>}
    </div>
  );
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the file could not be read"));
    reader.readAsDataURL(file);
  });
}
