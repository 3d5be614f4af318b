import { signal } from '@preact/signals';
import { formatAgo, formatMoment } from './format.ts';

const tickMs = 30_000;
let timer: ReturnType<typeof setInterval> | undefined;

/** Changes every 30 seconds while something on the page shows how long ago it was. */
export const ticks = signal(0, {
  watched() {
    timer = setInterval(() => {
      ticks.value++;
    }, tickMs);
  },
  unwatched() {
    clearInterval(timer);
  },
});

/** How long ago something happened, kept up to date. */
export function useAgo(iso: string | null): string {
  ticks.value;
  return formatAgo(iso);
}

/** How long ago something happened, kept up to date, with the moment as its title. */
export function Ago({ iso, class: name }: { iso: string; class?: string }) {
  return (
    <time class={name} dateTime={iso} title={formatMoment(iso)}>
      {useAgo(iso)}
    </time>
  );
}
