import { globSync, readFileSync } from 'node:fs';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { type ErrorCode, errorCatalog, errorCodes } from '../../src/errors.ts';

const ownMetrics = globSync(['src/observability/*.ts', 'src/http/plugins/metrics.ts']).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/'(gatecast_\w+)'/g)].map(([, name]) => name),
);
const processRegistry = new Registry();
collectDefaultMetrics({ register: processRegistry });
const known = new Set([...ownMetrics, ...processRegistry.getMetricsAsArray().map(({ name }) => name)]);

/** Names of metrics in an expression, without the endings of a histogram's parts. */
function metricsOf(expression: string): string[] {
  const names = expression.match(/\b(?:gatecast|process|nodejs)_\w+|\bup\b/g) ?? [];
  return names.map((name) => name.replace(/_(?:bucket|count|sum)$/, ''));
}

const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Gatecast\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+m$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.strictObject({ summary: z.string(), remedy: z.string() }),
        }),
      ),
    }),
  ),
});
const dashboardSchema = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
});

const rules = rulesSchema
  .parse(parse(readFileSync('deploy/monitoring/alerts.yaml', 'utf8')))
  .groups.flatMap((group) => group.rules);

const { panels } = dashboardSchema.parse(
  JSON.parse(readFileSync('deploy/monitoring/grafana-dashboard.json', 'utf8')),
);

test('the metrics have a unit or a total in their name, and a page that explains them', () => {
  expect(ownMetrics.length).toBeGreaterThan(12);
  const page = readFileSync('docs/operations.md', 'utf8');
  for (const name of ownMetrics) {
    expect(page, name).toContain(`\`${name}\``);
    expect(name).toMatch(/_(?:seconds|bytes|total|info|depth|jobs|running|flight|ready)$/);
  }
});

test('the alerts have the form of Prometheus rules, and ask for metrics that exist', () => {
  expect(rules.length).toBeGreaterThan(5);
  for (const { alert, expr } of rules) {
    expect(metricsOf(expr).length, alert).toBeGreaterThan(0);
    for (const name of metricsOf(expr)) expect(known, `${alert}: ${name}`).toContain(name);
  }
});

test('rules and panels name no scrape job, and find processes by what these report', () => {
  const expressions = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  for (const expr of expressions) {
    expect(expr).not.toMatch(/\b(?:job|instance|pod|namespace)\s*(?:=|!)/);
    // Other programs that Prometheus reads have metrics of these names too.
    if (/\b(?:process|nodejs)_\w+/.test(expr.replaceAll('gatecast_process_info', '')))
      expect(expr).toMatch(/ on \(job, instance\) .*gatecast_process_info/);
    expect(metricsOf(expr)).not.toContain('up');
  }
  expect(expressions.join('\n')).toContain('absent(gatecast_process_info{process="worker"})');
});

test('a rule asks whether a part is missing, and two for all faults of the service that calls are answered with', () => {
  expect(rules.find(({ alert }) => alert === 'GatecastNotReady')).toMatchObject({
    expr: 'gatecast_ready == 0',
    for: '1m',
  });
  const ofJobs: ErrorCode[] = ['training_diverged', 'worker_lost'];
  const faults = errorCodes.filter((code) => errorCatalog[code].status >= 500 && !ofJobs.includes(code));
  const asked = ['GatecastRefusesCalls', 'GatecastIsBusy'].flatMap((name) => {
    const { expr } = rules.find(({ alert }) => alert === name)!;
    return /code=~"([^"]+)"/.exec(expr)![1].split('|');
  });
  expect(asked.sort()).toEqual(faults.sort());
});

const exprOf = (name: string) => rules.find(({ alert }) => alert === name)!.expr;

test('a queue from which jobs begin, and single failures, give no warning', () => {
  expect(exprOf('GatecastQueueDoesNotDrain')).toMatch(
    / unless sum by \(kind\) \(increase\(gatecast_job_wait_seconds_count/,
  );
  for (const name of ['GatecastJobsFail', 'GatecastWebhooksFail'])
    expect(exprOf(name), name).toMatch(/^sum[^>]*outcome="failed"[^>]* > 3 and /);
});

test('a rule about workers that die asks for what survives them', () => {
  expect(rules.find(({ alert }) => alert === 'GatecastWorkersDie')?.expr).toContain(
    'gatecast_worker_losses_total',
  );
});

test('the dashboard asks for metrics that exist, and its panels do not overlap', () => {
  const asked = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsOf(expr))));
  for (const name of asked) expect(known, name).toContain(name);
  for (const name of ownMetrics) {
    const isShown =
      asked.has(name) ||
      ['gatecast_jobs', 'gatecast_kernel_info', 'gatecast_http_requests_in_flight'].includes(name);
    expect(isShown, `${name} is on no panel`).toBe(true);
  }
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const [i, { gridPos: a, title }] of panels.entries())
    for (const { gridPos: b } of panels.slice(i + 1))
      expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h, title).toBe(false);
});

test('the workers are scaled by a metric that exists, and that Prometheus may read', () => {
  const read = (file: string) => parse(readFileSync(`deploy/kubernetes/${file}`, 'utf8'), { merge: true });
  const asked = metricsOf(read('worker-scaling.yaml').spec.triggers[0].metadata.query);
  expect(asked).toContain('gatecast_queue_depth');
  for (const name of asked) expect(known, name).toContain(name);
  // A scrape by the annotations of a pod sends no key.
  expect(readConfig({ ...read('settings.yaml').data, GATECAST_API_KEY: 'k'.repeat(64) }).metricsOpen).toBe(
    true,
  );
});
