import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { WebhookMessage } from '../../clients/typescript/src/index.ts';
import { ApiDocument } from './document.ts';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebhookReceiver {
  url: string;
  received: Received[];
  /** Status, headers and body of the next responses. */
  answerWith(status: number, headers?: Record<string, string>, body?: string): void;
  close(): Promise<void>;
}

/** A receiver of webhooks on 127.0.0.1. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let answer: [number, Record<string, string>, string] = [204, {}, ''];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const [status, headers, body] = answer;
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (status, headers = {}, body = '') => {
      answer = [status, headers, body];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let document: ApiDocument | undefined;

/** The message that was received. Fails if it differs from the section `webhooks` of the OpenAPI document. */
export function documentedMessage({ headers, body }: Received): WebhookMessage {
  document ??= new ApiDocument(JSON.parse(readFileSync('openapi/openapi.json', 'utf8')));
  const message = JSON.parse(body);
  expect(document.faultsOfWebhook('message', headers, message)).toEqual([]);
  return message;
}
