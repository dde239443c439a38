import { categoryName } from "./words.tsx";

/** What things are sorted by in the marketplace. */
export const CATEGORIES = [
  "accounting", "ai", "analytics", "ats", "banking", "calendar", "cms", "communication", "crm", "data", "design", "developer-tools",
  "e-commerce", "education", "email", "erp", "forms", "gaming", "generic", "health", "hris", "identity", "iot", "knowledge-base", "legal",
  "logistics", "marketing", "monitoring", "news", "other", "payments", "productivity", "project-management", "real-estate", "sales",
  "sandbox", "security", "social", "storage", "support", "travel", "video",
] as const;

interface Props {
  value: readonly string[];
  onChange: (categories: string[]) => void;
  help: string;
  error?: string | undefined;
  disabled?: boolean;
}

/** Several of many: those that are chosen can be taken away, another is picked from the list. */
export function CategoryField({ value, onChange, help, error, disabled = false }: Props) {
  return (
    <fieldset className={error ? "field field--invalid" : "field"}>
      <legend>Categories</legend>
      <p className="field__help">{help}</p>
      <div className="row row--tight">
        {value.map((slug) => (
          <button key={slug} type="button" className="chip" aria-pressed disabled={disabled} onClick={() => onChange(value.filter((one) => one !== slug))}>
            {categoryName(slug)} <span aria-hidden="true">×</span><span className="visually-hidden"> (remove)</span>
          </button>
        ))}
        <select className="select pick" aria-label="Add a category" value="" disabled={disabled} onChange={(event) => onChange([...value, event.target.value])}>
          <option value="">Add…</option>
          {CATEGORIES.filter((slug) => !value.includes(slug)).map((slug) => <option key={slug} value={slug}>{categoryName(slug)}</option>)}
        </select>
      </div>
      {error && <p className="field__error" role="alert">{error}</p>}
    </fieldset>
  );
}
