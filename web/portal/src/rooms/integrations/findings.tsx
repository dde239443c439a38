import type { Finding, Report } from "../../api/types.ts";
import { IconButton } from "../../parts/button.tsx";
import { Glyph, type GlyphName } from "../../parts/glyph.tsx";

const SIGNS: Readonly<Record<Finding["outcome"], readonly [GlyphName, string, string]>> = {
  passed: ["check", "good", "Right"],
  warning: ["alert", "warn", "Look at this"],
  failed: ["stop", "bad", "Wrong"],
  unknown: ["info", "plain", "Cannot be tested"],
};
const CHECKS: Readonly<Record<string, string>> = {
  client: "Client id and secret",
  redirect_uri: "Redirect URI",
  scopes: "Scopes",
  enabled: "State",
  method: "Method",
};

/** What a test found: what is wrong, and what to do. */
export function Findings({ report, onClose }: { report: Report; onClose: () => void }) {
  return (
    <section className="panel findings" aria-label="What the test found" role="status">
      <div className="section__head">
        <h2>{report.findings.length === 0 ? "Nothing to complain about" : report.ok ? "Nothing is wrong" : "Something is wrong"}</h2>
        <IconButton name="Close the findings" glyph="cross" small onClick={onClose} />
      </div>
      {report.findings.length === 0 && <p className="soft">This method has no client that could be tested. Connect an account of your own once.</p>}
      <ul className="findings__list">
        {report.findings.map((one) => {
          const [glyph, tone, word] = SIGNS[one.outcome];
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
