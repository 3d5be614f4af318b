import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasChromium = existsSync(program);

if (!hasChromium && process.env.CI !== undefined)
  throw new Error(`${program} is missing. Install it (Debian: apt-get install chromium) or set CHROMIUM.`);
if (!hasChromium)
  process.stderr.write(
    `Tests of the dashboard are skipped: ${program} is missing (Debian: apt-get install chromium; or set CHROMIUM).\n`,
  );

let running: Promise<Browser> | null = null;

/** The browser of this process, which its test files share: each has contexts of its own. It ends with the process. */
export async function openBrowser(): Promise<Browser> {
  if ((await running)?.isConnected() !== true) running = launch();
  return running!;
}

/** Ends all that a test file has opened. */
export async function closeContexts(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

function launch(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: program,
    // A process less, which only ever draws in software here: a sixth of the CPU time of a page.
    args: [...(isRoot ? ['--no-sandbox'] : []), '--font-render-hinting=none', '--in-process-gpu'],
  });
}
