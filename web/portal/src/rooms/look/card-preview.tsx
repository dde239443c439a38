import { Logo } from "../../parts/logo.tsx";
import { categoryName } from "../../parts/words.tsx";

interface Props {
  name: string;
  slug: string;
  description: string;
  categories: readonly string[];
  picture?: string | null;
  icon?: string | null;
  action?: string;
}

/** A card as customers see it, out of the same pieces. */
export function CardPreview({ name, slug, description, categories, picture, icon, action = "Connect" }: Props) {
  return (
    <div className="card" aria-label="Preview of the card" role="img">
      <Logo name={name} slug={slug} picture={picture} icon={icon} size="normal" />
      <div className="card__title">
        <p className="card__name"><b>{name || "Name"}</b></p>
        <span className="card__kind">{categories.slice(0, 2).map(categoryName).join(", ")}</span>
      </div>
      <p className="card__about">{description || "Description"}</p>
      <div className="card__foot"><span /><span className="button button--small">{action}</span></div>
    </div>
  );
}
