import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serve, signalled } from '../support/service.ts';
import { childrenOf, textOf } from './proc-files.ts';

/** Threads of JavaScript beside the main one. */
function threadsOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).filter((task) => textOf(`${tasks}/${task}/comm`).trim() === 'WorkerThread')
    .length;
}

function apiOf(service: number): number {
  return childrenOf(service).find((pid) => textOf(`/proc/${pid}/cmdline`).includes('processes/api.ts'))!;
}

test('an API that nobody calls has no thread for forecasts, and has one after any call of the API', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-first-call-'));
  const { child, url } = await serve(dataDir);
  onTestFinished(async () => {
    await signalled(child, 'SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });
  const api = apiOf(child.pid!);
  await (await fetch(`${url}/readyz`)).text();
  expect(threadsOf(api)).toBe(0);
  await (await fetch(`${url}/v1/datasets`)).text();
  await vi.waitFor(() => expect(threadsOf(api)).toBe(1), { timeout: 120_000 });
});
