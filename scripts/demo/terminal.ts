import type { Job } from '../../src/contracts/schemas/index.ts';

const barWidth = 28;

/** Progress of a job in one line: a bar, the step, the loss and the remaining time. */
export function progressLine(job: Job): string {
  const { progress } = job;
  if (progress === null) return job.status;
  const filled = Math.round(progress.fraction * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const percent = `${Math.floor(progress.fraction * 100)} %`.padStart(5);
  const loss = progress.loss === null ? '' : `  loss ${progress.loss.toFixed(4)}`;
  const eta = progress.eta_seconds === null ? '' : `  ETA ${Math.ceil(progress.eta_seconds)} s`;
  return `${bar} ${percent}  ${progress.phase} ${progress.step}/${progress.steps}${loss}${eta}`;
}

/** A table as lines of text. The first column is aligned to the left, the others to the right. */
export function table(header: string[], rows: string[][]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ');
  return [line(header), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.map(line)];
}

export type Screen = ReturnType<typeof createScreen>;

/** Output for a person. With `--json` it goes to stderr, because stdout has the JSON. */
export function createScreen(out: NodeJS.WriteStream) {
  let lineIsOpen = false;
  return {
    say(...lines: string[]) {
      if (lineIsOpen) out.write('\n');
      lineIsOpen = false;
      for (const line of lines) out.write(`${line}\n`);
    },
    /** On a terminal, overwrites the current line. Elsewhere, prints a new line. */
    update(line: string) {
      out.write(out.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
      lineIsOpen = Boolean(out.isTTY);
    },
    isLive: Boolean(out.isTTY),
  };
}
