import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from './audit.ts';
import type { Client } from './client.ts';
import { type Fault, runFaults } from './faults.ts';
import { acknowledged, emptyLedger } from './ledger.ts';
import type { BackendName } from './options.ts';
import type { ChaosRun } from './report.ts';
import { type Stack, startStack } from './stack.ts';
import { clientOf, runTenant } from './tenants.ts';
import { nameOf, tables, trainings, variants } from './workloads.ts';

const tenants = ['ash', 'birch', 'cedar'];
const referenceMsMax = 240_000;

/** SHA-256 of the weights of undisturbed trainings, by the name of the variant. */
type References = Map<string, string>;

/** Trains all variants on the first stack that asks, before its first fault. The weights are the
 *  same on each backend. */
export function createReferences(): (stack: Stack) => Promise<References> {
  let trained: Promise<References> | null = null;
  return (stack) => {
    trained ??= undisturbed(stack);
    return trained;
  };
}

/** One run on one backend, from the start of its processes to the audit. */
export async function runChaos(options: {
  backend: BackendName;
  minutes: number;
  seed: number;
  referencesOf(stack: Stack): Promise<References>;
  say(line: string): void;
}): Promise<ChaosRun> {
  const { backend, minutes, seed } = options;
  const say = (line: string) => options.say(`${backend}: ${line}`);
  const stack = await startStack(backend);
  try {
    const started = Date.now();
    const references = await options.referencesOf(stack);
    say(`${references.size} undisturbed trainings took ${Math.round((Date.now() - started) / 1_000)} s`);
    const ledger = emptyLedger();
    const clients = new Map<string, Client>();
    for (const tenant of tenants) clients.set(tenant, await clientOf(stack, tenant));
    const stopping = new AbortController();
    const load = tenants.map((tenant, i) =>
      runTenant({
        ...{ tenant, client: clients.get(tenant)!, ledger },
        seed: seed * 10 + i,
        stopping: stopping.signal,
      }),
    );
    const faults = runFaults(stack, seed * 10 + tenants.length, stopping.signal);
    await sleep(minutes * 60_000);
    stopping.abort();
    await Promise.all(load);
    const struck = await faults;
    for (const fault of struck) say(sentenceOf(fault));
    const findings = await audit({ stack, ledger, clients, references });
    for (const [kind, sentences] of Object.entries(findings))
      for (const sentence of sentences) say(`${kind}: ${sentence}`);
    if (Object.values(findings).some((list) => list.length > 0)) say(stack.logs());
    return {
      backend,
      acknowledged: acknowledged(ledger),
      jobs: ledger.jobs.length,
      faults: struck,
      findings,
    };
  } finally {
    await stack.stop();
  }
}

function sentenceOf({ name, struck, waitedFor, recoverySeconds }: Fault): string {
  const who = struck.length === 0 ? '' : ` (${struck.join(', ')})`;
  const why = waitedFor === null ? '' : `, last waited for: ${waitedFor}`;
  return recoverySeconds === null
    ? `${name}${who}: not recovered${why}`
    : `${name}${who}: recovered after ${recoverySeconds} s${why}`;
}

async function undisturbed(stack: Stack): Promise<References> {
  const client = await clientOf(stack, 'reference');
  const datasets = await Promise.all(
    tables.map((body) => client({ method: 'POST', path: '/v1/datasets', body, type: 'text/csv' })),
  );
  const references: References = new Map();
  await Promise.all(
    variants.map(async (variant) => {
      const body = { dataset_id: datasets[variant.table]!.body.id, ...trainings[variant.training] };
      const begun = await client({ method: 'POST', path: '/v1/models', body });
      const model = begun!.body.model.id;
      for (const until = Date.now() + referenceMsMax; Date.now() < until; await sleep(200)) {
        const answer = await client({ path: `/v1/models/${model}` });
        if (answer?.body.status === 'failed')
          throw new Error(`an undisturbed training failed: ${JSON.stringify(answer.body.error)}`);
        if (answer?.body.status !== 'ready') continue;
        references.set(nameOf(variant), answer.body.weights.sha256);
        return;
      }
      throw new Error('an undisturbed training did not end');
    }),
  );
  return references;
}
