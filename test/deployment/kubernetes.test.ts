import { existsSync, readFileSync } from 'node:fs';
import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../../src/config.ts';

const folder = 'deploy/kubernetes';

/** The model of each kind, which checks an object against the schema of the Kubernetes API. */
const models: Record<string, new (data: never) => { validate(): void }> = {
  'apps/v1 Deployment': apps.Deployment,
  'autoscaling/v2 HorizontalPodAutoscaler': autoscaling.HorizontalPodAutoscaler,
  'keda.sh/v1alpha1 ScaledObject': keda.ScaledObject,
  'networking.k8s.io/v1 NetworkPolicy': networking.NetworkPolicy,
  'policy/v1 PodDisruptionBudget': policy.PodDisruptionBudget,
  'v1 ConfigMap': core.ConfigMap,
  'v1 Service': core.Service,
  'v1 ServiceAccount': core.ServiceAccount,
};

interface Resource {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec?: {
    template?: { spec: PodSpec };
    selector?: { matchLabels?: Record<string, string> };
    scaleTargetRef?: { name: string };
    replicas?: number;
    maxReplicas?: number;
    maxReplicaCount?: number;
    strategy?: { rollingUpdate: { maxSurge: number } };
  };
}
interface PodSpec {
  enableServiceLinks: boolean;
  terminationGracePeriodSeconds: number;
  securityContext: object;
  containers: {
    image: string;
    args: string[];
    env: { name: string; value?: string }[];
    ports: { name: string; containerPort: number }[];
    securityContext: object;
    resources: Record<'limits' | 'requests', Record<string, string>>;
    startupProbe: { periodSeconds: number; failureThreshold: number };
  }[];
}

const files: string[] = parse(readFileSync(`${folder}/kustomization.yaml`, 'utf8')).resources;
const resources: Resource[] = files.flatMap((file) =>
  parseAllDocuments(readFileSync(`${folder}/${file}`, 'utf8'), { merge: true }).map((one) => one.toJS()),
);
const pods = resources.flatMap(({ metadata, spec }) =>
  spec?.template === undefined ? [] : [{ name: metadata.name, ...spec.template.spec }],
);

test.each(resources)('$kind $metadata.name fits the schema of its kind', (resource) => {
  const Model = models[`${resource.apiVersion} ${resource.kind}`];
  expect(Model, `${resource.apiVersion} ${resource.kind}`).toBeDefined();
  new Model(resource as never).validate();
});

test('a resource that does not fit its schema is found', () => {
  const [deployment] = resources.filter(({ kind }) => kind === 'Deployment');
  const faulty = { ...deployment, spec: { ...deployment.spec, replicas: 'many' } };
  expect(() => new apps.Deployment(faulty as never).validate()).toThrow(/replicas/);
});

test('every pod runs without rights, on a read-only file system, with a limit of memory', () => {
  expect(pods.map(({ name }) => name)).toEqual(['gatecast-api', 'gatecast-worker']);
  for (const { enableServiceLinks, securityContext, containers } of pods) {
    expect(enableServiceLinks).toBe(false);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const container of containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toBeDefined();
    }
  }
});

test('every pod starts an entry that exists with settings that exist and are accepted', () => {
  const names = [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
  const shared = resources.find(({ kind }) => kind === 'ConfigMap')!.data!;
  for (const { containers } of pods) {
    for (const { args, env, ports } of containers) {
      expect(existsSync(args.at(-1)!), args.at(-1)).toBe(true);
      for (const { name } of [...env, ...Object.keys(shared).map((name) => ({ name }))])
        expect(names, name).toContain(name);
      const given = Object.fromEntries(
        env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
      );
      const config = readConfig({ ...shared, ...given, GATECAST_API_KEY: 'k'.repeat(64) });
      expect([config.port, config.workerPort]).toContain(ports[0].containerPort);
    }
  }
});

test('a scaled or protected name is that of a deployment, and its labels select it', () => {
  const deployments = pods.map(({ name }) => name);
  for (const { metadata, spec } of resources) {
    if (spec?.scaleTargetRef !== undefined) expect(deployments).toContain(spec.scaleTargetRef.name);
    const selected = spec?.selector?.matchLabels?.['app.kubernetes.io/name'];
    if (selected !== undefined) expect(selected, metadata.name).toBe(metadata.name);
  }
});

test('a worker has more time to end than it takes', () => {
  const worker = pods.find(({ name }) => name === 'gatecast-worker')!;
  const [, ms] = /stopMsMax = ([\d_]+)/.exec(readFileSync('src/processes/main/worker.ts', 'utf8'))!;
  expect(worker.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(Number(ms.replace('_', '')));
});

test('what is scaled has no number of replicas that an update would set again', () => {
  const scaled = resources.flatMap(({ spec }) => spec?.scaleTargetRef?.name ?? []);
  expect(scaled.toSorted()).toEqual(['gatecast-api', 'gatecast-worker']);
  for (const { kind, metadata, spec } of resources)
    if (kind === 'Deployment' && scaled.includes(metadata.name)) expect(spec?.replicas).toBeUndefined();
});

test('all processes together fit the connections of a PostgreSQL with its defaults', () => {
  const text = readFileSync('docs/operations.md', 'utf8');
  const [, ofApi, ofWorker] = /and (\d+) with `REDIS_URL`; a worker up to \d+, and (\d+)\./.exec(text)!;
  const most = (name: 'maxReplicas' | 'maxReplicaCount') => {
    const { spec } = resources.find((one) => one.spec?.[name] !== undefined)!;
    const deployment = resources.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === spec!.scaleTargetRef!.name,
    )!;
    return spec![name]! + deployment.spec!.strategy!.rollingUpdate.maxSurge;
  };
  const connections = most('maxReplicas') * Number(ofApi) + most('maxReplicaCount') * Number(ofWorker);
  expect(connections).toBeLessThanOrEqual(100 - 3); // three are reserved for superusers
});

test('a start may wait for a long migration, and an API outweighs a worker on the same node', () => {
  for (const { containers } of pods) {
    const { periodSeconds, failureThreshold } = containers[0].startupProbe;
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(3_600);
  }
  const cores = pods.map(({ containers }) => containers[0].resources.requests.cpu);
  expect(cores).toEqual(['1', '500m']);
});
