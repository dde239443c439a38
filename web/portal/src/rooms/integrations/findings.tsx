import type { Report } from "../../api/types.ts";
import { IconButton } from "../../parts/button.tsx";
import { Glyph, type GlyphName } from "../../parts/glyph.tsx";

const UNKNOWN = ["info", "plain", "Cannot be tested"] as const;
const SIGNS: Readonly<Record<string, readonly [GlyphName, string, string]>> = {
  passed: ["check", "good", "Right"],
  warning: ["alert", "warn", "Look at this"],
  failed: ["stop", "bad", "Wrong"],
};
const CHECKS: Readonly<Record<string, string>> = {
  client: "Client id and secret",
  redirect_uri: "Redirect URI",
  scopes: "Scopes",
  enabled: "State",
  method: "Method",
};

function verdictOf({ findings, ok }: Report): string {
  if (findings.length === 0) return "There is nothing to test";
  if (!ok) return "Something is wrong";
  if (findings.some((one) => one.outcome === "warning")) return "Something deserves a look";
  return findings.some((one) => one.check === "client" && one.outcome === "unknown") ? "It could not be tested" : "Nothing is wrong";
}

/** What a test found: what is wrong, and what to do. */
export function Findings({ report, onClose }: { report: Report; onClose: () => void }) {
  return (
    <section className="panel findings" aria-label="What the test found" role="status">
      <div className="section__head">
        <h2>{verdictOf(report)}</h2>
        <IconButton name="Close the findings" glyph="cross" small onClick={onClose} />
      </div>
      {report.findings.length === 0 && <p className="soft">This method has no client that could be tested. Connect an account of your own once.</p>}
      <ul className="findings__list">
        {report.findings.map((one) => {
          const [glyph, tone, word] = SIGNS[one.outcome] ?? UNKNOWN;
          return (
            <li key={one.check} className={`finding finding--${tone}`}>
              <Glyph name={glyph} />
              <div>
                <p><b>{CHECKS[one.check] ?? one.check}</b><span className="visually-hidden">: {word}.</span> <span className="soft">{one.message}</span></p>
                {one.next_step && <p className="small soft">{one.next_step}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
