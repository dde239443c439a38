/** How the integration stands in the marketplace. */

import { useAct } from "../../api/hooks.ts";
import type { Integration, Provider } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { CategoryField } from "../../parts/categories.tsx";
import { ColourField } from "../../parts/colour.tsx";
import { AreaField, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { PictureField } from "../../parts/picture.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { CardPreview } from "../look/card-preview.tsx";

const FIELDS = ["display_name", "slug", "description", "long_description", "categories", "background", "documentation_url", "logo"];

export function Appearance({ integration, provider, may }: { integration: Integration; provider: Provider; may: boolean }) {
  const draft = useDraft({
    display_name: integration.display_name,
    slug: integration.slug,
    description: integration.description,
    long_description: integration.long_description ?? "",
    categories: integration.categories ?? [],
    background: integration.background ?? null,
    documentation_url: integration.documentation_url ?? "",
    logo: integration.logo,
  });
  const { values, set } = draft;
  const say = useToast();
  const save = useAct((_: void, send) => send<Integration>(`/v1/integrations/${integration.id}`, { method: "PATCH", body: { ...draft.changes, ...("documentation_url" in draft.changes && { documentation_url: values.documentation_url || null }) } }), ["/v1/integrations"]);
  const submit = () => save.mutate(undefined, {
    onSuccess: () => {
      say("Saved");
      draft.reset();
    },
  });
  const { error } = save;
  return (
    <div className="beside beside--form">
      <div className="panel">
        <Form act={save} fields={FIELDS} onSubmit={submit}>
          <PictureField label="Logo" name={values.display_name} slug={values.slug} icon={provider.icon} value={values.logo} error={error?.reason("logo")} disabled={!may} onChange={(logo) => set({ logo })} />
          <TextField label="Name" value={values.display_name} maxLength={100} error={error?.reason("display_name")} readOnly={!may} onChange={(display_name) => set({ display_name })} />
          <TextField label="Slug" help="How your code names it. Code that uses the old one has to follow." value={values.slug} maxLength={63} spellCheck={false} error={error?.reason("slug")} readOnly={!may} onChange={(slug) => set({ slug })} />
          <AreaField label="Description" help="One or two sentences, on its card." value={values.description} maxLength={500} error={error?.reason("description")} readOnly={!may} onChange={(description) => set({ description })} />
          <AreaField label="About" optional help="What your product does with it, on its own page. Blank lines make paragraphs." value={values.long_description} rows={6} error={error?.reason("long_description")} readOnly={!may} onChange={(long_description) => set({ long_description })} />
          <CategoryField help={`Without any: ${provider.categories.join(", ")}.`} value={values.categories} error={error?.reason("categories")} disabled={!may} onChange={(categories) => set({ categories })} />
          <ColourField label="Background" help="Behind its logo, where the marketplace shows it large." start="#f3f4f6" value={values.background} error={error?.reason("background")} disabled={!may} onChange={(background) => set({ background })} />
          <TextField label="Help page" optional type="url" placeholder="https://help.example.com/integrations/slack" value={values.documentation_url} error={error?.reason("documentation_url")} readOnly={!may} onChange={(documentation_url) => set({ documentation_url })} />
          {may && <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>Save</Button>{draft.changed && <Button tone="quiet" onClick={draft.reset}>Discard</Button>}</div>}
        </Form>
      </div>
      <div className="sticky">
        <p className="eyebrow">In the marketplace</p>
        <CardPreview name={values.display_name} slug={values.slug} description={values.description} categories={values.categories.length > 0 ? values.categories : provider.categories} picture={values.logo} icon={provider.icon} />
      </div>
    </div>
  );
}
