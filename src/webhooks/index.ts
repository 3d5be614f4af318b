/** Posts webhook messages to URLs that callers register. */
export { createWebhookSender, type WebhookSender } from './sender.ts';
export { createTargetPolicy } from './target.ts';
