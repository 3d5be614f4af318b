import type { ComponentChildren } from 'preact';
import {
  type AllPages,
  askForKey,
  type Failure,
  type FirstRows,
  failureOf,
  GatecastError,
  type Resource,
  UnreadableFile,
} from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { shell } from '../messages/shell.ts';
import { Button } from './button.tsx';
import { Notice, PageHead, Panel } from './panel.tsx';
import { ProblemText } from './server-text.tsx';

/** A grey place that something will fill. */
export function Skeleton({ lines = 3, hasBlock = false }: { lines?: number; hasBlock?: boolean }) {
  const m = useMessages(parts);
  return (
    <div class="stack stack-tight" role="status" aria-label={m.loading}>
      {hasBlock && <span class="skeleton skeleton-block" />}
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} class="skeleton skeleton-line" />
      ))}
    </div>
  );
}

/** Says that there is nothing yet, and what to do about it. */
export function EmptyState(props: {
  title?: string;
  text?: ComponentChildren;
  action?: ComponentChildren;
  heading?: 'h1' | 'h2' | 'h3';
}) {
  const m = useMessages(parts);
  const Heading = props.heading ?? 'h2';
  return (
    <div class="state">
      <Art />
      <Heading>{props.title ?? m.emptyTitle}</Heading>
      {props.text !== undefined && <p>{props.text}</p>}
      {props.action}
    </div>
  );
}

/** Why something could not be read, and what to do. */
export function FailureState({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const m = useMessages(parts);
  const s = useMessages(shell);
  if (failure.status === 'offline') return <EmptyState title={m.offlineTitle} text={m.offlineText} />;
  if (failure.status === 'forbidden' || failure.status === 'unauthorized')
    return (
      <EmptyState
        title={failure.status === 'forbidden' ? m.forbiddenTitle : m.unauthorizedTitle}
        text={<ProblemText problem={failure.error.problem} />}
        action={
          <Button
            kind="primary"
            onClick={async () => {
              if (await askForKey(failure.status === 'unauthorized')) onRetry?.();
            }}
          >
            {s.keyEnter}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      title={m.errorTitle}
      text={<ErrorText error={failure.error} />}
      action={onRetry && <Button onClick={onRetry}>{m.retry}</Button>}
    />
  );
}

/** A fault of the page itself. */
export function FaultState({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const m = useMessages(parts);
  return (
    <div class="page">
      <EmptyState
        heading="h1"
        title={m.crashTitle}
        text={
          <>
            {m.crashText} <code>{error.message}</code>
          </>
        }
        action={<Button onClick={onRetry}>{m.retry}</Button>}
      />
    </div>
  );
}

/** An error of a call in its place: what is wrong, and what to do.
 *  @param props.onRetry makes the call again, also after a key was given. A change has a button
 *  of its own that does. */
export function ErrorNotice({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  const m = useMessages(parts);
  const s = useMessages(shell);
  const needsKey = error instanceof GatecastError && error.status === 401;
  return (
    <Notice kind="bad">
      <div>
        <ErrorText error={error} />
      </div>
      {needsKey ? (
        <div>
          <Button
            size="small"
            onClick={async () => {
              if (await askForKey()) onRetry?.();
            }}
          >
            {s.keyEnter}
          </Button>
        </div>
      ) : (
        onRetry !== undefined && (
          <div>
            <Button size="small" onClick={onRetry}>
              {m.retry}
            </Button>
          </div>
        )
      )}
    </Notice>
  );
}

/** What is wrong and what to do, with the number of the request if it is a fault of the service. */
export function ErrorText({ error }: { error: Error }) {
  const m = useMessages(parts);
  if (error instanceof UnreadableFile) return <>{m.fileUnreadable}</>;
  if (!(error instanceof GatecastError))
    return <>{failureOf(error).status === 'offline' ? m.offlineChange : error.message}</>;
  return (
    <>
      <ProblemText problem={error.problem} />{' '}
      {error.status >= 500 && error.requestId !== null && (
        <span class="faint small">{m.requestId(error.requestId)}</span>
      )}
    </>
  );
}

/** Shows a resource in each of its states. A value stays when a later read fails; the failure is said above it. */
export function Loaded<T>(props: {
  resource: Pick<Resource<T>, 'state'> & { reload?: () => unknown };
  loading?: ComponentChildren;
  children: (value: T) => ComponentChildren;
}) {
  const { resource, loading, children } = props;
  const state = resource.state.value;
  if (state.status === 'loading') return <>{loading ?? <Skeleton />}</>;
  const retry = resource.reload === undefined ? undefined : () => void resource.reload?.();
  if (state.status !== 'ready' && state.value === undefined)
    return <FailureState failure={state} onRetry={retry} />;
  return (
    <>
      {/* The frame says that the service is away. */}
      {'error' in state && <ErrorNotice error={state.error} onRetry={retry} />}
      {children(state.value as T)}
    </>
  );
}

/** Shows a list that is read page by page, in each of its states. Rows stay when a later page cannot be read; the
 *  failure is said above them. `children` draws them. */
export function LoadedRows<T>(props: {
  list: AllPages<T>;
  loading?: ComponentChildren;
  empty: ComponentChildren;
  children: (rows: readonly T[]) => ComponentChildren;
}) {
  const { list, loading, empty, children } = props;
  const rows = list.rows.value;
  const failure = list.failure.value;
  if (rows.length === 0) {
    if (failure !== null) return <FailureState failure={failure} onRetry={list.reload} />;
    return <>{list.isComplete.value ? empty : (loading ?? <Skeleton />)}</>;
  }
  return (
    <>
      {/* The frame says that the service is away. */}
      {failure !== null && 'error' in failure && <ErrorNotice error={failure.error} onRetry={list.reload} />}
      {children(rows)}
    </>
  );
}

/** The button below a list that shows its first rows. There is none when all rows are shown. */
export function MoreRows<T>({ list, next }: { list: Pick<FirstRows<T>, 'more'>; next: string | null }) {
  const m = useMessages(parts);
  if (next === null) return null;
  return (
    <div>
      <Button onClick={list.more}>{m.more}</Button>
    </div>
  );
}

/** A page about one resource. It has its heading in every state; `children` draws the whole page
 *  once there is a value. */
export function LoadedPage<T>(props: {
  title: string;
  resource: Pick<Resource<T>, 'state'> & { reload?: () => unknown };
  children: (value: T) => ComponentChildren;
}) {
  const { title, resource, children } = props;
  const state = resource.state.value;
  if ('value' in state && state.value !== undefined) return <Loaded resource={resource}>{children}</Loaded>;
  return (
    <div class="page">
      <PageHead title={title} />
      <Panel>
        <Loaded resource={resource}>{children}</Loaded>
      </Panel>
    </div>
  );
}

function Art() {
  return (
    <svg class="state-art" viewBox="0 0 144 64" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M84 34 138 8v52z" fill="currentColor" stroke="none" opacity=".25" />
      <path d="M84 34 138 21v26z" fill="currentColor" stroke="none" opacity=".4" />
      <path
        d="m6 44 10-14 10 9 10-18 11 22 11-16 12 13 14-6"
        stroke-width="2.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      <path d="m84 34 54 0" stroke-width="2" stroke-dasharray="4 5" />
    </svg>
  );
}
