import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Faults of a page: errors and warnings of the console, violations of the policy, requests to other hosts. */
export interface Faults {
  list: string[];
  /** Fails the test if something went wrong, except for texts that match `allowed`. */
  expectNone(allowed?: RegExp): void;
}

export function watchFaults(page: Page, url: string): Faults {
  const list: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) list.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => list.push(`error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const to = new URL(request.url());
    const isOwn = to.origin === new URL(url).origin || ['data:', 'blob:'].includes(to.protocol);
    if (!isOwn) list.push(`request to ${to.origin}`);
  });
  // Chromium reports a violation of the policy as an error of the console; the event also names what was blocked.
  void page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      console.error(`policy: ${violatedDirective} blocked ${blockedURI} ${sample}`),
    );
  });
  return {
    list,
    expectNone: (allowed) => expect(list.filter((fault) => !allowed?.test(fault))).toEqual([]),
  };
}
