import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface Toast {
  text: ComponentChildren;
  kind?: 'plain' | 'good' | 'bad';
}

const shownMs = 6_000;
const toastsMax = 3;
const toasts = signal<readonly (Toast & { id: number })[]>([]);
let lastId = 0;

/** Says what has happened, for a few seconds. An error stays until it is dismissed, and is best shown in its place. */
export function toast(shown: Toast): void {
  const id = ++lastId;
  toasts.value = [...toasts.peek(), { ...shown, id }].slice(-toastsMax);
  if (shown.kind !== 'bad') setTimeout(() => dismiss(id), shownMs);
}

function dismiss(id: number): void {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

export function Toasts() {
  const m = useMessages(parts);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, kind = 'plain' }) => (
        <div key={id} class="toast" data-kind={kind}>
          <div class="toast-text">{text}</div>
          <Button kind="quiet" size="small" aria-label={m.dismiss} onClick={() => dismiss(id)}>
            <Icon name="close" size={14} />
          </Button>
        </div>
      ))}
    </div>
  );
}
