import { expect, test } from 'vitest';
import { createLatePlansLog } from '../../src/queue/keeper/late-plans-log.ts';

test('a clock that stays ahead is told once, and once more when it is right again', () => {
  const lines: [string, object][] = [];
  const log = createLatePlansLog({
    warn: (fields) => lines.push(['warn', fields]),
    info: (fields) => lines.push(['info', fields]),
  });
  const late = [
    { runs: 1, plannedMs: 0 },
    { runs: 2, schedule_id: 'sched_1', plannedMs: 1_000 },
  ];
  const warning = ['warn', { runs: 3, schedule_id: 'sched_1', planned_at: '1970-01-01T00:00:01.000Z' }];
  const right = (rounds: number) => Array.from({ length: rounds }, () => log.round([]));
  right(20);
  expect(lines).toEqual([]);
  for (let i = 0; i < 4; i++) {
    log.round(late);
    right(9);
  }
  expect(lines).toEqual([warning]);
  right(20);
  expect(lines).toEqual([warning, ['info', { runs: 12 }]]);
  log.round(late);
  expect(lines).toEqual([warning, ['info', { runs: 12 }], warning]);
});
