import { hash } from 'node:crypto';

/** Entity tag of an answer, computed from its content: every process gives the same tag. */
export function etagOf(body: unknown): string {
  return tagOf(JSON.stringify(body));
}

/** Strong entity tag of the bytes of an answer. */
function tagOf(content: string | Buffer): string {
  return `"${hash('sha256', content, 'base64url').slice(0, 27)}"`;
}

/** Weak entity tag of the text of an answer that may be compressed. */
export function weakTagOf(content: string | Buffer): string {
  return `W/${tagOf(content)}`;
}

/** Whether the header `If-None-Match` or `If-Match` contains the tag. Weak and strong tags are compared alike (RFC 9110, 8.8.3.2). */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  return header.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
