import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';

/** Start of a member: magic number, deflate, no flags, no time, unknown system (RFC 1952, 2.3). */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
/** Length of the length of a block, with the byte before it that marks the last block (RFC 1951, 3.2.4). */
const blockHeaderBytes = 5;
const trailerBytes = 8;
const blockBytesMax = 65_535;

/** A member of a gzip file that holds the bytes as they are. Compressing some kilobytes takes a hundred times as long, most of it for
 *  the memory of the compressor. */
export function storedMember(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  assert(length <= blockBytesMax, 'the bytes fit into one block');
  const member = new Uint8Array(header.length + blockHeaderBytes + length + trailerBytes);
  const view = new DataView(member.buffer);
  member.set(header);
  member[header.length] = 1; // the last block, not compressed
  view.setUint16(header.length + 1, length, true);
  view.setUint16(header.length + 3, ~length & 0xffff, true);
  member.set(bytes, header.length + blockHeaderBytes);
  const trailer = member.length - trailerBytes;
  view.setUint32(trailer, crc32(bytes), true);
  view.setUint32(trailer + 4, length, true);
  return member;
}
