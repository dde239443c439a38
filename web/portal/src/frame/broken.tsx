import { Button } from "../parts/button.tsx";
import { Banner } from "../parts/notice.tsx";

/** Instead of a page whose script failed. The browser's console has the reason. */
export function Broken() {
  return (
    <main className="starting">
      <Banner tone="bad" live title="This page broke" actions={<Button small onClick={() => location.reload()}>Load it again</Button>}>
        <p>The fault is ours. If it comes back, tell whoever looks after Bothways which page it was.</p>
      </Banner>
    </main>
  );
}
