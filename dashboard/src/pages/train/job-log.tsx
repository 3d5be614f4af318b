import { answered, client, type JobLogLine, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { Fold, formatMoment, Loaded, Panel } from '../../parts/index.ts';

const pollMs = 2_000;
const linesMax = 500;

/** Lines that the worker has written about the job. */
export function JobLog({ jobId, isEnded, attempt }: { jobId: string; isEnded: boolean; attempt: number }) {
  const m = useMessages(train);
  const lines = useResource(
    (signal) =>
      answered(
        client.GET('/v1/jobs/{job_id}/logs', {
          params: { path: { job_id: jobId }, query: { limit: linesMax } },
          signal,
        }),
      ),
    [jobId, isEnded, attempt],
    isEnded ? {} : { pollMs },
  );
  return (
    <Panel>
      <Fold title={m.log}>
        <Loaded resource={lines}>
          {({ data }) =>
            data.length === 0 ? (
              <p class="soft">{m.logNone}</p>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: the keyboard scrolls it
              <div role="group" class="train-log scroll-x" aria-label={m.log} tabIndex={0} lang="en">
                {data.map((line) => (
                  <LogLine key={line.sequence} line={line} />
                ))}
              </div>
            )
          }
        </Loaded>
      </Fold>
    </Panel>
  );
}

function LogLine({ line: { level, message, fields, created_at } }: { line: JobLogLine }) {
  const values = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return (
    <div class="train-log-line" data-level={level}>
      <time dateTime={created_at} class="faint" title={formatMoment(created_at)}>
        {created_at.slice(11, 19)}
      </time>{' '}
      <span>{message}</span> <span class="faint">{values.join(' ')}</span>
    </div>
  );
}
