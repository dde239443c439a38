/** Small pieces of text: states, copies, facts. */

import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button, IconButton } from "./button.tsx";

export type Tone = "good" | "warn" | "bad" | "info" | "plain";

export function Badge({ tone = "plain", dot = true, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  const kinds = [tone === "plain" ? "" : `badge--${tone}`, dot && tone !== "plain" ? "" : "badge--plain"].filter(Boolean).join(" ");
  return <span className={`badge ${kinds}`}>{children}</span>;
}

/** Copies, and says that it did. */
function useCopying(text: string): [boolean, () => void] {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [
    copied,
    () => {
      void written(text).then(() => {
        setCopied(true);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setCopied(false), 1600);
      });
    },
  ];
}

/** Where Bothways is reached without https, browsers know only the old way. */
async function written(text: string): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) return clipboard.writeText(text);
  document.addEventListener("copy", (event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
  }, { once: true });
  document.execCommand("copy");
}

/** A value to take along, with its button. */
export function Copyable({ text, name, label = "Copy" }: { text: string; name: string; label?: string }) {
  const [copied, copy] = useCopying(text);
  return (
    <div className="copyable">
      <code tabIndex={0} aria-label={name}>{text}</code>
      <Button small tone="quiet" glyph={copied ? "check" : "copy"} onClick={copy}>
        {copied ? "Copied" : label}<span className="visually-hidden"> {name}</span>
      </Button>
      <span className="visually-hidden" role="status">{copied && "Copied"}</span>
    </div>
  );
}

/** An id in a line of text. */
export function Id({ text, name }: { text: string; name: string }) {
  const [copied, copy] = useCopying(text);
  return (
    <span className="id">
      <code>{text}</code>
      <IconButton small name={copied ? "Copied" : `Copy ${name}`} glyph={copied ? "check" : "copy"} onClick={copy} />
    </span>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** `project-management` as people write it; some are names of their own. */
const SPELLED: Readonly<Record<string, string>> = {
  ai: "AI", ats: "Recruiting", cms: "CMS", crm: "CRM", erp: "ERP", hris: "HR", iot: "IoT",
  "developer-tools": "Developer tools", "e-commerce": "E-commerce", "knowledge-base": "Knowledge base",
  "project-management": "Project management", "real-estate": "Real estate",
};

export function categoryName(slug: string): string {
  return SPELLED[slug] ?? slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll("-", " ");
}
