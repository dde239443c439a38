/**
 * Sentences in the reader's language. Each language is one file, which the hosted pages read, too; English is always here, for what another
 * language lacks. `{name}` stands for a parameter; a sentence with a number in it has a form for each plural of the
 * language (Unicode CLDR), chosen by `count`.
 */

import english from "../../../src/bothways/marketplace/sentences/en.json";

export type Key = keyof typeof english;
export type Params = Record<string, string | number>;
type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;
type Table = Record<string, string | Plural>;

const FOLDER = "../../../src/bothways/marketplace/sentences";
const FILES = import.meta.glob<{ default: Table }>([
  "../../../src/bothways/marketplace/sentences/*.json",
  "!../../../src/bothways/marketplace/sentences/*en.json",
]);
const DAY_MS = 86_400_000;
const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

export class Words {
  /** `language` has a file; `locale` is the reader's own variety of it, for dates and numbers. */
  private constructor(
    readonly language: string,
    private readonly locale: string,
    private readonly table: Table,
  ) {}

  static readonly english = new Words("en", regional("en"), english as Table);

  /** In the first of the wanted languages that has a file; English when none has, or when it cannot be had now. The
   * server has those that are the operator's `own`. */
  static async in(wanted: readonly string[], own: readonly string[]): Promise<Words> {
    for (const locale of wanted) {
      const language = nearest(locale, own);
      if (!language) continue;
      if (language === "en" && !own.includes(language)) return Words.english;
      const load = own.includes(language) ? served(language) : built(language);
      const table = await load.catch(() => undefined);
      return table ? new Words(language, locale === language ? regional(language) : locale, table) : Words.english;
    }
    return Words.english;
  }

  /** The sentence, with its parameters. */
  say = (key: Key, params: Params = {}): string => this.find(key, params) ?? key;

  /** The sentence for a code of the server's; undefined when there is none. */
  find(key: string, params: Params = {}): string | undefined {
    const entry = own(this.table, key) ?? own(english as Table, key);
    const text = typeof entry === "object" ? this.#plural(entry, params["count"]) : entry;
    return text?.replace(/\{(\w+)\}/g, (_, name: string) => this.#written(params[name] ?? ""));
  }

  /** What a provider calls a field: in the reader's language where it is a common name. */
  label(text: string): string {
    return this.find(`label.${text.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`) ?? text;
  }

  day(at: string): string {
    return this.#date(at, { dateStyle: "long" });
  }

  /** Today and yesterday by their names, what was before by its date. */
  moment(at: string): string {
    const time = this.#date(at, { timeStyle: "short" });
    const ago = Math.round((midnight(new Date()) - midnight(new Date(at))) / DAY_MS);
    if (ago !== 0 && ago !== 1) return `${this.day(at)}, ${time}`;
    const word = new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" }).format(-ago, "day");
    return `${word.charAt(0).toLocaleUpperCase(this.locale)}${word.slice(1)}, ${time}`;
  }

  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: "conjunction" }).format(items);
  }

  get direction(): "ltr" | "rtl" {
    return RIGHT_TO_LEFT.has(this.language.split("-")[0] ?? "") ? "rtl" : "ltr";
  }

  #plural(forms: Plural, count: string | number | undefined): string | undefined {
    return forms[new Intl.PluralRules(this.locale).select(Number(count))] ?? forms.other;
  }

  #written(value: string | number): string {
    return typeof value === "number" ? new Intl.NumberFormat(this.locale).format(value) : value;
  }

  #date(at: string, style: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.locale, style).format(new Date(at));
  }
}

/** `de-AT` is answered by `de`, `pt-BR` by its own file where there is one. */
function nearest(locale: string, own: readonly string[]): string | undefined {
  const parts = locale.split("-");
  const names = parts.map((_, cut) => parts.slice(0, parts.length - cut).join("-"));
  return names.find((name) => name === "en" || own.includes(name) || Object.hasOwn(FILES, `${FOLDER}/${name}.json`));
}

async function built(language: string): Promise<Table | undefined> {
  return (await FILES[`${FOLDER}/${language}.json`]?.())?.default;
}

async function served(language: string): Promise<Table> {
  const answer = await fetch(`/embed/sentences/${language}`, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as Table;
}

/** The reader's own variety of a language. */
function regional(language: string): string {
  return navigator.languages.find((own) => own === language || own.startsWith(`${language}-`)) ?? language;
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function own(table: Table, key: string): string | Plural | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
