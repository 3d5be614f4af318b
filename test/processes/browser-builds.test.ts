import { readFileSync, writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buildIfStale } from '../../src/processes/browser-builds.ts';
import { soonMs } from '../support/soon.ts';

const record = 'build/embed/gatecast-forecast.js.hash';

test('the web component is built again when its sources have changed', async () => {
  // The record of other sources, as after a `git pull`. That of the dashboard stays: services of other
  // tests would build it too.
  writeFileSync(record, 'of other sources');
  buildIfStale(['dashboard', 'embed'], pino({ level: 'silent' }));
  await vi.waitFor(() => expect(readFileSync(record, 'utf8')).toMatch(/^[0-9a-f]{64}$/), 170_000);
});

test.each([
  { name: 'reports', program: '/missing/node' },
  { name: 'throws', program: `/${'long'.repeat(2_000)}` },
])(
  'a build whose process does not start is told, and the next one is tried (Node $name it)',
  async ({ program }) => {
    const { execPath } = process;
    onTestFinished(() => {
      process.execPath = execPath;
    });
    process.execPath = program;
    const lines: string[] = [];
    buildIfStale(['dashboard', 'embed'], pino({}, { write: (line) => lines.push(line) }));
    await vi.waitFor(() => expect(lines.length).toBe(2), soonMs);
    for (const [n, built] of ['dashboard', 'web component'].entries())
      expect(lines[n]).toMatch(new RegExp(`"message":"spawn.*the ${built} could not be built`));
  },
);
