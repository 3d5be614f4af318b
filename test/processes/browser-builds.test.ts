import { readFileSync, writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buildIfStale } from '../../src/processes/browser-builds.ts';
import { soonMs } from '../support/soon.ts';

const records = ['build/dashboard/sources.sha256', 'build/embed/gatecast-forecast.js.hash'];
const read = () => records.map((file) => readFileSync(file, 'utf8'));

test('pages and web component are built again when their sources have changed', async () => {
  const log = pino({ level: 'silent' });
  // The records of other sources, as after a `git pull`.
  for (const file of records) writeFileSync(file, 'of other sources');
  buildIfStale(['dashboard', 'embed'], log);
  await vi.waitFor(() => expect(read().join(' ')).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/), 100_000);
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
