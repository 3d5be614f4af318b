/** Posts to addresses that callers name. */
export { createWebhookSender, type WebhookSender } from './sender.ts';
export { createTargetPolicy } from './target.ts';
