import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../support/postgres.ts';
import { startApi } from '../support/processes.ts';

/** Far more bytes than the buffers of a connection hold. */
const largeRows = 400_000;

const hour = (i: number) => new Date(Date.UTC(1980, 0, 1) + i * 3_600_000).toISOString();

function hourlyCsv(rows: number): string {
  const row = (_: unknown, i: number) => `${hour(i)},${i % 977}.${i % 89}`;
  return `time,y\n${Array.from({ length: rows }, row).join('\n')}\n`;
}

test('an API ends with code 0 although connections are open: at once where no call is at work, after a grace elsewhere', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const api = await startApi({ DATABASE_URL: database.url });
  onTestFinished(() => api.kill('SIGKILL'));
  const { hostname, port } = new URL(api.url);
  const uploaded = await fetch(`${api.url}/v1/datasets`, {
    ...{ method: 'POST', headers: { 'content-type': 'text/csv' }, body: hourlyCsv(largeRows) },
  });
  const { id } = (await uploaded.json()) as { id: string };

  const closed: string[] = [];
  const opened = (name: string, head: string): Socket => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    socket.on('close', () => closed.push(name));
    onTestFinished(() => void socket.destroy());
    socket.write(`${head}\r\nhost: ${hostname}\r\n`);
    return socket;
  };
  const silent = connect(Number(port), hostname).on('error', () => {});
  silent.on('close', () => closed.push('silent'));
  onTestFinished(() => void silent.destroy());
  opened('half a head', 'GET /healthz HTTP/1.1');
  const idle = opened('idle', 'GET /healthz HTTP/1.1');
  idle.write('\r\n');
  expect(String(await once(idle, 'data'))).toContain('HTTP/1.1 200');
  idle.resume();
  const holder = new pg.Client(database.url);
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('BEGIN');
  await holder.query('SELECT FROM datasets WHERE id = $1 FOR UPDATE', [id]);
  const append = opened('append', `POST /v1/datasets/${id}/observations HTTP/1.1`);
  const body = JSON.stringify({ series: [{ id: 'y', times: [hour(largeRows)], values: [1] }] });
  append.write(`content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  append.resume();
  const waiting = `SELECT FROM pg_locks WHERE NOT granted`;
  await expect.poll(async () => (await holder.query(waiting)).rowCount).toBeGreaterThan(0);
  const upload = opened('upload', 'POST /v1/datasets HTTP/1.1');
  upload.write('content-type: text/csv\r\ncontent-length: 1000000\r\nexpect: 100-continue\r\n\r\n');
  expect(String(await once(upload, 'data'))).toContain('100 Continue');
  upload.write(hourlyCsv(20));
  upload.resume();
  const reader = opened('reader', `GET /v1/datasets/${id}/export HTTP/1.1`);
  reader.write('accept: text/csv\r\n\r\n');
  expect(String(await once(reader, 'data'))).toContain('HTTP/1.1 200');
  reader.pause();

  await api.kill('SIGTERM');
  reader.resume();
  expect([api.exitCode(), api.output()]).toEqual([0, expect.stringContaining('"stopped"')]);
  expect(api.output()).toContain('calls did not end in time: they are cut off');
  await expect.poll(() => closed).toHaveLength(6);
  expect(closed.slice(0, 3).sort()).toEqual(['half a head', 'idle', 'silent']);
});
