import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Chromium without a window of its own needs 40 % less CPU time for the same pages. */
const programs = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const program = process.env.CHROMIUM ?? programs.find((path) => existsSync(path)) ?? programs[0]!;
export const hasChromium = existsSync(program);
const advice = 'Debian: apt-get install chromium-headless-shell; or set CHROMIUM';

if (!hasChromium && process.env.CI !== undefined) throw new Error(`${program} is missing (${advice}).`);
if (!hasChromium)
  process.stderr.write(`Tests of the dashboard are skipped: ${program} is missing (${advice}).\n`);

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
