import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { useMessages } from '../messages/index.ts';
import { shell } from '../messages/shell.ts';
import { EmptyState, Skeleton, useTitle } from '../parts/index.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Layout } from './layout.tsx';
import type { Page, PageProps } from './pages.ts';
import { match, path } from './router.ts';

const components = new Map<Page, ComponentType<PageProps>>();

/** The whole dashboard: shows the page that the path names. */
export function App({ pages }: { pages: readonly Page[] }) {
  const shownPath = path.value;
  const found = pages
    .flatMap((page) => page.paths.map((pattern) => ({ page, params: match(pattern, shownPath) })))
    .find(({ params }) => params !== null);
  const page = found?.page ?? null;
  useFocus(shownPath);
  return (
    <Layout pages={pages} current={page?.name ?? null}>
      {/* Another path starts afresh; the query belongs to the page. */}
      <ErrorBoundary key={shownPath}>
        <Suspense fallback={<PageSkeleton />}>
          {page === null ? <NotFound /> : <PageOf page={page} params={found?.params ?? {}} />}
        </Suspense>
      </ErrorBoundary>
    </Layout>
  );
}

function PageOf({ page, params }: { page: Page; params: Record<string, string> }) {
  let Shown = components.get(page);
  if (Shown === undefined) {
    Shown = lazy(page.load);
    components.set(page, Shown);
  }
  return <Shown params={params} />;
}

function PageSkeleton() {
  return (
    <div class="page">
      <Skeleton lines={3} />
    </div>
  );
}

function NotFound() {
  const m = useMessages(shell);
  useTitle(m.notFoundTitle);
  return (
    <div class="page">
      <EmptyState
        heading="h1"
        title={m.notFoundTitle}
        text={m.notFoundText(path.value)}
        action={
          <a class="button button-primary" href="/">
            {m.toStart}
          </a>
        }
      />
    </div>
  );
}

/** After a change of the page the keyboard goes on at its content. */
function useFocus(shownPath: string): void {
  const last = useRef(shownPath);
  useEffect(() => {
    if (last.current !== shownPath) document.getElementById('main')?.focus({ preventScroll: true });
    last.current = shownPath;
  }, [shownPath]);
}
