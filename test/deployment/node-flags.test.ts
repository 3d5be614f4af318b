import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { nodeFlags } from '../../src/processes/node-flags.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const commandOf = (name: keyof typeof nodeFlags) => ['node', ...nodeFlags[name], `src/processes/${name}.ts`];

test.each(['api', 'worker'] as const)('everything that starts a single %s gives Node its flags', (name) => {
  const compose = parse(read('docker-compose.yml'), { merge: true });
  const manifests = parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`)).map((one) => one.toJS());
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  const expected = commandOf(name);

  expect(JSON.parse(read('package.json')).scripts[name]).toBe(expected.join(' '));
  expect(compose.services[name].command).toEqual(expected);
  expect(deployment.spec.template.spec.containers[0].args).toEqual(expected);
});

test('an image without a command starts the API with its flags', () => {
  const [command] = read('Dockerfile')
    .match(/^CMD (\[.*\])$/m)!
    .slice(1);
  expect(JSON.parse(command)).toEqual(commandOf('api'));
});
