import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Names the tab of the browser. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Gatecast`;
  }, [title]);
}

/** Head of a page: its one `h1`, which names the tab too, a sentence, and what can be done. */
export function PageHead(props: { title: string; lead?: ComponentChildren; actions?: ComponentChildren }) {
  useTitle(props.title);
  return (
    <header class="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.lead !== undefined && <p>{props.lead}</p>}
      </div>
      {props.actions !== undefined && <div class="row">{props.actions}</div>}
    </header>
  );
}

/** A part of a page with its own heading. */
export function Panel(props: {
  title?: ComponentChildren;
  note?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { title, note, actions, children } = props;
  return (
    <section class="panel">
      {title !== undefined && (
        <div class="panel-head">
          <div>
            <h2>{title}</h2>
            {note !== undefined && <p class="panel-note small">{note}</p>}
          </div>
          {actions !== undefined && <div class="row">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

type Kind = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

export function Badge({ kind = 'plain', children }: { kind?: Kind; children: ComponentChildren }) {
  return (
    <span class="badge" data-kind={kind}>
      {children}
    </span>
  );
}

/** A message in its place. `bad` is read out at once. */
export function Notice({ kind = 'plain', children }: { kind?: Kind; children: ComponentChildren }) {
  return (
    <div class="notice" data-kind={kind} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** A large number with its name. */
export function Figure(props: { label: string; value: ComponentChildren; note?: ComponentChildren }) {
  return (
    <div>
      <div class="small soft">{props.label}</div>
      <div class="figure-value">{props.value}</div>
      {props.note !== undefined && <div class="small faint">{props.note}</div>}
    </div>
  );
}

/** Names with their values. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
    </dl>
  );
}

/** Advanced things, folded away until they are asked for.
 *  @param props.isLive the children are there only while they are unfolded, so that they do not poll unseen */
export function Fold(props: { title: ComponentChildren; isLive?: boolean; children: ComponentChildren }) {
  const { title, isLive = false, children } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="fold" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      <div class="stack">{(isOpen || !isLive) && children}</div>
    </details>
  );
}

/** @param value from 0 to 1; null if it is not known */
export function Progress({ label, value }: { label: string; value: number | null }) {
  return <progress class="progress" aria-label={label} max={1} value={value ?? undefined} />;
}
