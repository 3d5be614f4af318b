/** A process that has no file handle left for some time. It prints `alive` when it has some again. */
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithLauncher } from '../../src/processes/launcher-watch.ts';
import { returnMemoryWhenIdle } from '../../src/processes/memory-when-idle.ts';

/** Longer than the pause between two looks at the launcher. */
const withoutMs = 1_500;

endWithLauncher();
returnMemoryWhenIdle(() => {}, 100);
await sleep(200);
const handles: number[] = [];
try {
  for (;;) handles.push(openSync('/dev/null', 'r'));
} catch {}
await sleep(withoutMs);
for (const handle of handles) closeSync(handle);
process.stdout.write(`alive after ${handles.length > 0 ? 'none was left' : 'nothing'}`);
process.exit(0);
