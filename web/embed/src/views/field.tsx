/** One thing to type or choose, with its help and what is wrong with it. */

import { useState } from "preact/hooks";
import type { Item } from "../form.ts";
import { useMarket } from "./context.ts";
import { Glyph, Outside } from "./pieces.tsx";

const MODES: Record<string, string> = { url: "url", hostname: "url", email: "email", digits: "numeric" };

interface Props {
  item: Item;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}

export function Field({ item, value, error, onInput }: Props) {
  const { words } = useMarket();
  const { input, path } = item;
  const id = path.replace(".", "-");
  const label = words.label(input.label);
  const helped = Boolean(input.help || input.help_url);
  const described = [helped ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  const said = {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? ("true" as const) : undefined,
    required: input.required,
  };
  return (
    <div class={error ? "field field--invalid" : "field"}>
      <label for={id}>
        {label}
        {!input.required && <span class="field__optional"> {words.say("form.optional")}</span>}
      </label>
      {helped && (
        <p class="field__help" id={`${id}-help`}>
          {input.help} {input.help_url && <Outside href={input.help_url}>{words.say("form.show_me")}</Outside>}
        </p>
      )}
      {input.choices.length > 0 ? (
        <select class="select" {...said} value={value} onChange={(event) => onInput(event.currentTarget.value)}>
          {!value && <option value="">{words.say("form.choose")}</option>}
          {input.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <TextInput item={item} value={value} onInput={onInput} said={said} />
      )}
      {error && (
        <p class="field__error" id={`${id}-error`}>
          <Glyph name="stop" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

function TextInput({ item, value, onInput, said }: Omit<Props, "error"> & { said: object }) {
  const { words } = useMarket();
  const { input } = item;
  const [shown, setShown] = useState(false);
  return (
    <div class="affixed">
      {input.prefix && <span class="affix">{input.prefix}</span>}
      <input
        class={input.secret ? "input input--secret" : "input"}
        type={input.secret && !shown ? "password" : "text"}
        inputMode={input.secret ? undefined : (MODES[input.kind] ?? "text")}
        placeholder={input.placeholder}
        // A key is no password of this page: nothing that browsers should keep or offer.
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        data-1p-ignore
        data-lpignore="true"
        {...said}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {input.suffix && <span class="affix">{input.suffix}</span>}
      {input.secret && (
        <button
          class="button button--quiet button--icon"
          type="button"
          aria-label={words.say("form.reveal", { field: words.label(input.label) })}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Glyph name="eye" />
        </button>
      )}
    </div>
  );
}
