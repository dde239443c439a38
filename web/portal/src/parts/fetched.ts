/** Pieces whose file is fetched when they are first shown. */

import { lazy, type ComponentType } from "react";

/** A file did not come: the connection broke, or another version is served by now. */
export class Unloaded extends Error {
  override name = "Unloaded";
}

/** The piece `name` of a file. Where the file does not come, an Unloaded is thrown to the page. */
export function fetched<Name extends string, Piece extends ComponentType<any>>(name: Name, load: () => Promise<Record<Name, Piece>>) {
  return lazy<Piece>(async () => {
    const file = await load().catch((error: unknown) => {
      throw new Unloaded(name, { cause: error });
    });
    return { default: file[name] };
  });
}
