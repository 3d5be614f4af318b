import { expect, test } from 'vitest';
import { createOutageLog, reasonOf } from '../../src/outage-log.ts';

function watched(counted?: string) {
  const lines: Record<string, unknown>[] = [];
  const line = (level: string) => (fields: object, msg: string) => void lines.push({ level, msg, ...fields });
  const clock = { ms: 0 };
  const outage = createOutageLog(
    { warn: line('warn'), info: line('info') },
    { failing: 'down', again: 'up', counted },
    () => clock.ms,
  );
  return { lines, clock, outage };
}

test('the first failure is told with its error, then one line a minute counts the others, and the end is told', () => {
  const { lines, clock, outage } = watched();
  const error = new Error('refused');
  for (let second = 0; second <= 150; second++) {
    clock.ms = second * 1_000;
    outage.failed(error);
  }
  clock.ms = 151_000;
  outage.works();
  outage.works();
  expect(lines).toEqual([
    { level: 'warn', msg: 'down', err: error, failures: 1 },
    { level: 'warn', msg: 'down', reason: 'refused', seconds: 60, failures: 60 },
    { level: 'warn', msg: 'down', reason: 'refused', seconds: 120, failures: 60 },
    { level: 'info', msg: 'up', seconds: 151, failures: 151 },
  ]);
});

test('a part that works writes nothing', () => {
  const { lines, outage } = watched();
  for (let i = 0; i < 10; i++) outage.works();
  expect(lines).toEqual([]);
});

test('a part that fails and works in turns has one line of each a minute, and no failure goes uncounted', () => {
  const { lines, clock, outage } = watched();
  for (let second = 0; second < 120; second++) {
    clock.ms = second * 1_000;
    outage.failed(new Error('refused'));
    clock.ms += 500;
    outage.works();
  }
  expect(lines.map(({ msg, failures }) => [msg, failures])).toEqual([
    ['down', 1],
    ['up', 1],
    ['down', 60],
    ['up', 1],
  ]);
});

test('a failure long after the last one begins a new outage', () => {
  const { lines, clock, outage } = watched();
  const [first, second] = [new Error('first'), new Error('second')];
  outage.failed(first);
  clock.ms = 3_600_000;
  outage.failed(second);
  clock.ms += 1_000;
  outage.works();
  expect(lines).toMatchObject([{ err: first }, { err: second }, { seconds: 1, failures: 1 }]);
});

test('what is lost is counted under its name, with further fields', () => {
  const { lines, clock, outage } = watched('lines_lost');
  outage.failed(new Error('refused'), 3, { job_id: 'a' });
  outage.failed(new Error('refused'), 4, { job_id: 'b' });
  clock.ms = 60_000;
  outage.failed(new Error('refused'), 5, { job_id: 'c' });
  expect(lines).toMatchObject([
    { job_id: 'a', lines_lost: 3 },
    { job_id: 'c', lines_lost: 9 },
  ]);
});

test('a reason has the causes of an error, and codes where there is no message', () => {
  const refused = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
  expect(reasonOf(new Error('away', { cause: refused }))).toBe('away: ECONNREFUSED');
  expect(reasonOf('text')).toBe('text');
  const circle = new Error('circle');
  circle.cause = circle;
  expect(reasonOf(circle)).toBe(Array(5).fill('circle').join(': '));
});
