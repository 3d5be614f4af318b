import { signal } from '@preact/signals';

/** Increases when the colours of the page change, so that charts are drawn again. */
export const coloursChanged = signal(0);

const changed = () => {
  coloursChanged.value++;
};
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });

let probe: HTMLElement | undefined;

/** A colour of the tokens as a canvas takes it. `--accent` may be a pair for light and dark, which
 *  a canvas cannot read. */
export function colourOf(token: `--${string}`): string {
  if (probe === undefined) {
    probe = document.createElement('span');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}
