import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { trace } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTracing } from '../../src/observability/index.ts';

test('spans that the collector does not take are told once, and that it takes spans again', async () => {
  let status = 400;
  const collector = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((opened) => collector.listen(0, '127.0.0.1', opened));
  onTestFinished(() => void collector.close());
  const { port } = collector.address() as AddressInfo;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const lines: Record<string, unknown>[] = [];
  const line = (fields: object, msg: string) => void lines.push({ msg, ...fields });
  const log = { warn: line, info: line };
  const traces = { sampled: 1, scheduledDelayMillis: 50 };
  const tracing = await startTracing({ service: 'test', version: '1', traces, log });
  onTestFinished(() => tracing.stop());
  const end = (count: number) => {
    for (let i = 0; i < count; i++) trace.getTracer('test').startSpan('one').end();
  };
  const lost = 'spans were lost: the collector of traces does not take them';
  end(3);
  await vi.waitFor(() => expect(lines).toMatchObject([{ msg: lost, spans_lost: 3 }]), 60_000);
  expect(lines[0].err).toBeInstanceOf(Error);
  end(2);
  status = 200;
  await vi.waitFor(() => {
    end(1);
    expect(lines.at(-1)).toMatchObject({ msg: 'the collector takes spans again' });
  }, 120_000);
  expect(lines).toHaveLength(2);
});
