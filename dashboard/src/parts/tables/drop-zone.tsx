import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { tables } from '../../messages/tables.ts';
import { Button } from '../button.tsx';
import { formatBytes } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Notice } from '../panel.tsx';
import { toast } from '../toast.tsx';

const bytesMax = 256 * 1024 * 1024;

/** A place to drop a file, with a button that does the same. */
export function DropZone({ onFile, isSmall = false }: { onFile: (file: File) => void; isSmall?: boolean }) {
  const m = useMessages(tables);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useSignal(false);
  const tooLarge = useSignal<number | null>(null);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file === undefined) return;
    if ((files?.length ?? 0) > 1) toast({ text: m.onlyOne });
    tooLarge.value = file.size > bytesMax ? file.size : null;
    if (file.size <= bytesMax) onFile(file);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
      <div
        class="drop"
        data-over={isOver.value}
        data-small={isSmall}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => {
          isOver.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          isOver.value = false;
          take(event.dataTransfer?.files);
        }}
      >
        <span class="drop-icon">
          <Icon name="upload" size={isSmall ? 20 : 28} />
        </span>
        <div class="drop-title">{m.drop}</div>
        <div class="soft small">{m.dropHint}</div>
        <Button kind={isSmall ? 'plain' : 'primary'} onClick={() => input.current?.click()}>
          {m.choose}
        </Button>
        <input
          ref={input}
          type="file"
          class="visually-hidden"
          tabIndex={-1}
          aria-label={m.choose}
          accept=".csv,.tsv,.txt,.json,.xlsx,.parquet,.gz,.zip,text/csv,application/json"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {tooLarge.value !== null && <Notice kind="bad">{m.tooLarge(formatBytes(tooLarge.value))}</Notice>}
    </>
  );
}
