/** Posts webhook messages to URLs that callers register. */
export { createWebhookSender } from './sender.ts';
export { createTargetPolicy } from './target.ts';
