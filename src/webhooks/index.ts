/** Posts webhook messages to URLs that callers register. */
export { type Address, createLookups } from './lookups.ts';
export { createWebhookSender } from './sender.ts';
export { createTargetPolicy } from './target.ts';
