import { type Job, type JobLogLine, useJobLog } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { Fold, formatClock, formatMoment, Loaded, Panel } from '../../parts/index.ts';

/** Lines that the worker has written about the job. */
export function JobLog({ job }: { job: Job }) {
  const m = useMessages(train);
  return (
    <Panel>
      <Fold title={m.log} isLive>
        <LogLines job={job} />
      </Fold>
    </Panel>
  );
}

function LogLines({ job }: { job: Job }) {
  const m = useMessages(train);
  const log = useJobLog(job);
  return (
    <Loaded resource={log}>
      {(lines) =>
        lines.length === 0 ? (
          <p class="soft">{m.logNone}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: the keyboard scrolls it
          <div role="group" class="train-log scroll-x" aria-label={m.log} tabIndex={0} lang="en">
            {lines.map((line) => (
              <LogLine key={line.sequence} line={line} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

function LogLine({ line: { level, message, fields, created_at } }: { line: JobLogLine }) {
  const values = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return (
    <div class="train-log-line" data-level={level}>
      <time dateTime={created_at} class="faint" title={formatMoment(created_at)}>
        {formatClock(created_at)}
      </time>{' '}
      <span>{message}</span> <span class="faint">{values.join(' ')}</span>
    </div>
  );
}
