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

export function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: program,
    args: [...(isRoot ? ['--no-sandbox'] : []), '--font-render-hinting=none'],
  });
}
