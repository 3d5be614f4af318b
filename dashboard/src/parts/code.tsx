import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Button } from './button.tsx';

const copiedMs = 2_000;

/** A text to copy, such as a command. Put no key into it. */
export function Code({ label, text }: { label: string; text: string }) {
  const m = useMessages(parts);
  const isCopied = useSignal(false);
  const code = useRef<HTMLElement>(null);
  const copy = async () => {
    if (navigator.clipboard === undefined) {
      // Pages without TLS have no clipboard: the text is selected for the reader to copy.
      getSelection()?.selectAllChildren(code.current!);
      return;
    }
    await navigator.clipboard.writeText(text);
    isCopied.value = true;
    setTimeout(() => {
      isCopied.value = false;
    }, copiedMs);
  };
  return (
    <div class="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: the keyboard scrolls it sideways */}
      <div role="group" class="code-text" tabIndex={0} aria-label={label}>
        <pre>
          <code ref={code}>{text}</code>
        </pre>
      </div>
      <Button size="small" aria-live="polite" onClick={copy}>
        {isCopied.value ? m.copied : m.copy}
      </Button>
    </div>
  );
}
