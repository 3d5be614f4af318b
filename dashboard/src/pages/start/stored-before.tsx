import { useState } from 'preact/hooks';
import { client, polled, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { start } from '../../messages/start.ts';
import { Ago, EmptyState, Loaded, Panel } from '../../parts/index.ts';

const shownMax = 6;

/** The newest datasets, to go on with one. */
export function StoredBefore() {
  const m = useMessages(start);
  const [read] = useState(() =>
    polled((headers, signal) =>
      client.GET('/v1/datasets', { params: { query: { limit: shownMax } }, headers, signal }),
    ),
  );
  const datasets = useResource(read, []);
  return (
    <Panel title={m.recent} actions={<a href="/app/datasets">{m.recentAll}</a>}>
      <Loaded resource={datasets}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState heading="h3" />
          ) : (
            <ul class="start-list">
              {data.map(({ id, name, created_at }) => (
                <li key={id}>
                  <a href={`/app/datasets/${id}`}>
                    <span>{name}</span>
                    <Ago class="small soft" iso={created_at} />
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
