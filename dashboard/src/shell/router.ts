import { computed, signal } from '@preact/signals';

const address = signal(new URL(location.href));

/** Path of the page, such as `/app/models/mdl_1`. */
export const path = computed(() => address.value.pathname);

/** Query of the page. Read it inside a component, and change it with `setQuery`. */
export const query = computed(() => address.value.searchParams);

/** Shows another page of the dashboard. */
export function navigate(to: string, { replace = false } = {}): void {
  const next = new URL(to, location.href);
  if (next.href === address.peek().href) return;
  const isOtherPage = next.pathname !== address.peek().pathname;
  address.value = next;
  write(replace ? 'replaceState' : 'pushState');
  if (isOtherPage) scrollTo(0, 0);
}

const writeAgainMs = 500;
let writing: ReturnType<typeof setTimeout> | undefined;
/** The change that the browser has refused. */
let pending: 'pushState' | 'replaceState' | null = null;

/** Shows the address in the browser. Browsers refuse more than some hundred changes in ten seconds, such as of a
 *  slider. The page follows the slider, and the browser gets the last address later. A refused change to another
 *  page keeps its entry. */
function write(as: 'replaceState' | 'pushState'): void {
  clearTimeout(writing);
  const change = pending === 'pushState' ? 'pushState' : as;
  try {
    history[change](null, '', address.peek());
  } catch {
    // Safari and Firefox throw. Chrome ignores the call without an error, so the address tells.
  }
  const isRefused = location.href !== address.peek().href;
  pending = isRefused ? change : null;
  if (isRefused) writing = setTimeout(() => write(change), writeAgainMs);
}

/** Changes the query of the page, so that a reload or a copied address shows the same. `null` removes a name. */
export function setQuery(changes: Record<string, string | null>): void {
  const next = new URL(address.peek());
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  navigate(next.href, { replace: true });
}

/** Values of the names in a pattern such as `/app/models/:model`, or null if the path is another one. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (expected.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [i, part] of expected.entries()) {
    const text = given[i] ?? '';
    if (part.startsWith(':')) {
      try {
        values[part.slice(1)] = decodeURIComponent(text);
      } catch {
        return null;
      }
    } else if (part !== text) return null;
  }
  return values;
}

/** Whether the dashboard itself shows an address, and the browser need not load it. */
function isOwn({ origin, pathname }: URL): boolean {
  return origin === location.origin && /^\/(app(\/.*)?)?$/.test(pathname);
}

addEventListener('popstate', () => {
  clearTimeout(writing);
  pending = null;
  address.value = new URL(location.href);
});

// Links are plain `<a href>`: they can be copied and opened in another tab.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest('a');
  if (link === null || link.target !== '' || link.hasAttribute('download')) return;
  const to = new URL(link.href, location.href);
  if (!isOwn(to) || (to.hash !== '' && to.pathname === location.pathname)) return;
  event.preventDefault();
  navigate(to.href);
});
