/** One tile: its words, where it leads, and whether it is shown. */

import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Tile } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button } from "../../parts/button.tsx";
import { CategoryField } from "../../parts/categories.tsx";
import { ColourField } from "../../parts/colour.tsx";
import { Confirm } from "../../parts/dialog.tsx";
import { AreaField, Choices, TextField } from "../../parts/field.tsx";
import { Form, useDraft } from "../../parts/form.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting } from "../../parts/page.tsx";
import { PictureField } from "../../parts/picture.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { forgetUnsaved } from "../../parts/unsaved.ts";
import { useAddress } from "../../session.ts";
import { CardPreview } from "../look/card-preview.tsx";

const FIELDS = ["kind", "name", "slug", "description", "long_description", "link_url", "categories", "background", "logo", "published"];

export function AddTile() {
  return <TileForm />;
}

export function TilePage() {
  const { id = "" } = useParams();
  const to = useAddress();
  const read = useRead<Tile>(`/v1/tiles/${id}`);
  if (read.isPending) return <PageWaiting title="Tile" />;
  if (read.isLoadingError) {
    return <PageFrame title="Tile" back={{ to: to("tiles"), label: "Tiles" }}><ProblemBanner problem={read.error} again={() => void read.refetch()} /></PageFrame>;
  }
  return <TileForm key={read.data.id} tile={read.data} />;
}

function TileForm({ tile }: { tile?: Tile }) {
  const to = useAddress();
  const navigate = useNavigate();
  const say = useToast();
  const may = useMay()("tiles:write");
  const [removing, setRemoving] = useState(false);
  const draft = useDraft({
    kind: tile?.kind ?? "promotional",
    name: tile?.name ?? "",
    slug: tile?.slug ?? "",
    description: tile?.description ?? "",
    long_description: tile?.long_description ?? "",
    link_url: tile?.link_url ?? "",
    categories: tile?.categories ?? [],
    background: tile?.background ?? null,
    logo: tile?.logo ?? null,
    published: tile?.published ?? true,
  });
  const { values, set } = draft;
  const save = useAct((_: void, send) => {
    const slug = values.slug || slugOf(values.name);
    return tile
      ? send<Tile>(`/v1/tiles/${tile.id}`, { method: "PATCH", body: { ...draft.changes, ...("slug" in draft.changes && { slug }) } })
      : send<Tile>("/v1/tiles", { method: "POST", body: { ...values, slug } });
  }, ["/v1/tiles"]);
  const remove = useAct((_: void, send) => send<void>(`/v1/tiles/${tile?.id}`, { method: "DELETE" }));
  const { error } = save;
  const submit = () => save.mutate(undefined, {
    onSuccess: (saved) => {
      say(`${saved.name} was ${tile ? "saved" : "added"}`);
      draft.reset();
      if (!tile) void navigate(to("tiles"));
    },
  });
  return (
    <PageFrame
      title={tile?.name ?? "Add a tile"}
      back={{ to: to("tiles"), label: "Tiles" }}
      actions={tile && may && <Button tone="quiet-danger" glyph="trash" onClick={() => setRemoving(true)}>Delete</Button>}
    >
      <div className="beside beside--form">
        <div className="panel">
          <Form act={save} fields={FIELDS} onSubmit={submit}>
            <Choices
              name="kind"
              legend="Kind"
              value={values.kind}
              disabled={!may}
              onChange={(kind) => set({ kind: kind as Tile["kind"] })}
              options={[
                { value: "promotional", label: "Announcement", help: "Something that is coming; its link tells more." },
                { value: "custom", label: "Own integration", help: "Built without Bothways; its link sets it up." },
              ]}
            />
            <PictureField label="Logo" name={values.name} slug={values.slug || slugOf(values.name)} value={values.logo} error={error?.reason("logo")} disabled={!may} onChange={(logo) => set({ logo })} />
            <TextField label="Name" value={values.name} maxLength={100} error={error?.reason("name")} readOnly={!may} onChange={(name) => set({ name })} />
            <TextField label="Slug" optional placeholder={slugOf(values.name)} value={values.slug} maxLength={63} error={error?.reason("slug")} readOnly={!may} onChange={(slug) => set({ slug })} />
            <AreaField label="Description" help="One or two sentences, on its card." value={values.description} maxLength={500} error={error?.reason("description")} readOnly={!may} onChange={(description) => set({ description })} />
            <AreaField label="About" optional value={values.long_description} rows={5} error={error?.reason("long_description")} readOnly={!may} onChange={(long_description) => set({ long_description })} />
            <TextField label="Leads to" type="url" placeholder="https://example.com/what-is-coming" value={values.link_url} error={error?.reason("link_url")} readOnly={!may} onChange={(link_url) => set({ link_url })} />
            <CategoryField help="Where it stands in the marketplace." value={values.categories} error={error?.reason("categories")} disabled={!may} onChange={(categories) => set({ categories })} />
            <ColourField label="Background" start="#f3f4f6" value={values.background} error={error?.reason("background")} disabled={!may} onChange={(background) => set({ background })} />
            <label className="choice">
              <input type="checkbox" checked={values.published} disabled={!may} onChange={(event) => set({ published: event.target.checked })} />
              <span>Show it in the marketplace</span>
            </label>
            {may && <div className="form__actions"><Button tone="primary" submit busy={save.isPending} disabled={!draft.changed}>{tile ? "Save" : "Add the tile"}</Button></div>}
          </Form>
        </div>
        <div className="sticky">
          <p className="eyebrow">In the marketplace</p>
          <CardPreview name={values.name} slug={values.slug || slugOf(values.name)} description={values.description} categories={values.categories} picture={values.logo} action={values.kind === "promotional" ? "Learn more" : "Set up"} />
        </div>
      </div>
      {tile && (
        <Confirm
          open={removing}
          onClose={() => { remove.reset(); setRemoving(false); }}
          title={`Delete ${tile.name}?`}
          deed="Delete"
          busy={remove.isPending}
          problem={remove.error}
          onConfirm={() => remove.mutate(undefined, { onSuccess: () => { say(`${tile.name} was deleted`); forgetUnsaved(); void navigate(to("tiles")); } })}
        >
          <p>It disappears from the marketplace at once.</p>
        </Confirm>
      )}
    </PageFrame>
  );
}

function slugOf(name: string): string {
  return name.toLowerCase().normalize("NFKD").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[^a-z]+|-+$/g, "").slice(0, 63);
}
