/** The mark of an app on its tile: an uploaded picture, the provider's icon, or the first letter. */

import { useState } from "react";

interface LogoProps {
  name: string;
  /** Decides the colour of the letter, as on customers' pages. */
  slug: string;
  picture?: string | null | undefined;
  icon?: string | null | undefined;
  size?: "small" | "normal" | "large";
}

export function Logo({ name, slug, picture, icon, size = "small" }: LogoProps) {
  const [missing, setMissing] = useState<string>();
  const source = picture ?? (icon ? `/assets/icons/${icon.replace(":", "-")}.svg` : null);
  const shape = size === "normal" ? "logo" : `logo logo--${size}`;
  if (!source || missing === source) {
    return (
      <span className={`${shape} monogram monogram--${crc32(slug) % 12}`} aria-hidden="true">
        {[...name.trim()][0]?.toUpperCase() ?? "?"}
      </span>
    );
  }
  return (
    <span className={picture ? `${shape} logo--full` : shape} aria-hidden="true">
      <img src={source} alt="" onError={() => setMissing(source)} />
    </span>
  );
}

function crc32(text: string): number {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return (sum ^ 0xffffffff) >>> 0;
}
