import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Rules about the source itself: they need no database and run in `npm run check`. */
const rules = [
  'test/architecture.test.ts',
  'test/dashboard/architecture.test.ts',
  'test/deployment/*.test.ts',
  'test/documentation.test.ts',
  'test/prose.test.ts',
  'test/regular-expressions/speed.test.ts',
];

/** These measure or watch their own process, so each has one of its own. */
const alone = [
  'test/body-threads/*.test.ts',
  'test/forecasting/training/training-pool.test.ts',
  'test/http/datasets/threads.test.ts',
  'test/processes/free-*.test.ts',
  'test/sharing/thread-pool.test.ts',
];

/** These import the pages, which Node cannot read. */
const pages = ['test/dashboard/**/*.test.ts'];

/** Node reads the files itself, as the service does. Vite would write each import as a lookup, which takes a fifth of the CPU time. */
const native = { viteModuleRunner: false };

/** These take a minute or more. They begin first: one that begins last keeps the others' cores idle. */
const longest = [
  'test/faults/{enqueued,kills,outages,paused,poison,symbol-kills}.test.ts',
  'test/pretraining/pretrain.test.ts',
  'test/processes/api-docs.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      longest.some((pattern) => matchesGlob(moduleId, `**/${pattern}`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 4, // on two cores: many tests wait most of the time
    testTimeout: 400_000, // limits of what never ends: no test depends on how fast the machine is
    hookTimeout: 400_000,
    expect: { poll: { timeout: 120_000 } }, // the default of a second is short on a busy machine
    // Threads of the tests are those of the service, which keeps what Node made of their files.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('build/compile-cache', import.meta.url)) },
    projects: [
      { extends: true, test: { name: 'rules', include: rules } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          experimental: native,
          globalSetup: ['test/support/postgres-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: pages,
          exclude: rules,
          globalSetup: ['test/support/postgres-setup.ts', 'test/dashboard/support/build.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...rules, ...alone, ...pages],
          experimental: native,
          globalSetup: ['test/support/postgres-setup.ts'],
          isolate: false, // a process of its own costs a file one to two seconds of CPU, most of it for the same imports
          // Marking the heap of all files again and again takes a tenth of the CPU time of the suite.
          execArgv: ['--initial-old-space-size=1024', '--min-semi-space-size=32', '--max-semi-space-size=64'],
        },
      },
    ],
  },
});
