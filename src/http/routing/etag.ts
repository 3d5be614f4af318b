import { hash } from 'node:crypto';

/** Weak entity tag of an answer, computed from its content: every process gives the same tag. */
export function etagOf(body: unknown): string {
  return weakTagOf(JSON.stringify(body));
}

/** Weak entity tag of the text of an answer that may be compressed. */
export function weakTagOf(content: string | Buffer): string {
  return `W/"${hashOf(content)}"`;
}

/** 27 characters of the SHA-256 of a text, for a tag. */
export function hashOf(content: string | Buffer): string {
  return hash('sha256', content, 'base64url').slice(0, 27);
}

/** Whether the header `If-None-Match` or `If-Match` contains the tag. Weak and strong tags are compared
 *  alike (RFC 9110, 8.8.3.2). */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  return header.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
