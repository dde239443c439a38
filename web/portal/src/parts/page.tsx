/** The frame of a page's content: where one is, what it is about, what can be done. */

import { useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import { Glyph } from "./glyph.tsx";
import { Waiting } from "./notice.tsx";

interface PageProps {
  title: string;
  /** Stands in the heading, where that is more than the title. */
  heading?: ReactNode;
  about?: ReactNode;
  back?: { to: string; label: string };
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

export function PageFrame({ title, heading, about, back, actions, narrow = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Bothways`;
  }, [title]);
  return (
    <div className={narrow ? "content content--narrow" : "content"}>
      {back && <Link className="back" to={back.to}><Glyph name="back" />{back.label}</Link>}
      <header className="content__head">
        <div className="content__words">
          {heading ?? <h1>{title}</h1>}
          {about && <p className="soft">{about}</p>}
        </div>
        {actions && <div className="row">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with its own heading. */
export function Part({ title, about, actions, children }: { title: string; about?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="part" aria-label={title}>
      <div className="section__head">
        <div className="part__words"><h2>{title}</h2>{about && <p className="soft small">{about}</p>}</div>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

export function PageWaiting({ title = "Loading" }: { title?: string }) {
  return <PageFrame title={title} heading={<span className="skeleton skeleton--heading" />}><div className="panel"><Waiting lines={6} /></div></PageFrame>;
}
