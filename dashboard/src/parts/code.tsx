import { useSignal } from '@preact/signals';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Button } from './button.tsx';

const copiedMs = 2_000;

/** A text to copy, such as a command. Put no key into it. */
export function Code({ label, text }: { label: string; text: string }) {
  const m = useMessages(parts);
  const isCopied = useSignal(false);
  return (
    <div class="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: the keyboard scrolls it sideways */}
      <div role="group" class="code-text" tabIndex={0} aria-label={label}>
        <pre>
          <code>{text}</code>
        </pre>
      </div>
      <Button
        size="small"
        aria-live="polite"
        onClick={async () => {
          await navigator.clipboard.writeText(text);
          isCopied.value = true;
          setTimeout(() => {
            isCopied.value = false;
          }, copiedMs);
        }}
      >
        {isCopied.value ? m.copied : m.copy}
      </Button>
    </div>
  );
}
