import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { tables } from '../../messages/tables.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { toast } from '../toast.tsx';

/** The files of a page: those that are dropped anywhere on it, and those that its `DropZone` takes. */
export interface FileDrop {
  /** Whether files are dragged over the page. */
  isOver: ReadonlySignal<boolean>;
  take: (files: FileList | null | undefined) => void;
}

/** Takes a file that is dropped on the page, also while the page shows no `DropZone`: the browser would leave the page
 *  to show the file. */
export function useFileDrop(onFile: (file: File) => void): FileDrop {
  const m = useMessages(tables);
  const isOver = useSignal(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file === undefined) return;
    if ((files?.length ?? 0) > 1) toast({ text: m.onlyOne });
    onFile(file);
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOver.value = true;
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOver.value = false;
      latest.current(event.dataTransfer?.files);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [isOver]);
  return { isOver, take };
}

/** A text that tells one chosen file from the next. */
export function fileKey({ name, lastModified, size }: File): string {
  return `${name} ${lastModified} ${size}`;
}

/** A place to drop a file, with a button that does the same. */
export function DropZone({ drop, isSmall = false }: { drop: FileDrop; isSmall?: boolean }) {
  const m = useMessages(tables);
  const input = useRef<HTMLInputElement>(null);
  const { isOver, take } = drop;
  return (
    <div class="drop" data-over={isOver.value} data-small={isSmall}>
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
  );
}

/** Whether files are dragged. Text that is dragged into a field is left to the browser. */
function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
