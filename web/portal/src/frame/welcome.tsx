/** A workspace without environments. */

import { useState } from "react";
import { useMay } from "../may.ts";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/notice.tsx";
import { PageFrame } from "../parts/page.tsx";
import { CreateEnvironment } from "./create-environment.tsx";

export function Welcome() {
  const [creating, setCreating] = useState(false);
  const may = useMay()("workspace:manage");
  return (
    <PageFrame title="Welcome to Bothways">
      <Empty
        glyph="box"
        title="Make an environment first"
        actions={may && <Button tone="primary" glyph="plus" onClick={() => setCreating(true)}>Create an environment</Button>}
      >
        {may
          ? "An environment is a side of your product that is kept apart from the others: one to try things, one for real."
          : "Your workspace has no environment yet. An owner or admin can create one."}
      </Empty>
      <CreateEnvironment open={creating} onClose={() => setCreating(false)} />
    </PageFrame>
  );
}
