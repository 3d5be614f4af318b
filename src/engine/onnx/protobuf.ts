/** The part of the protobuf wire format that ONNX files need. A message is a sequence of fields; a field is a key
 *  (field number · 8 + wire type) and a value; a nested message is a field of bytes.
 *  Source: https://protobuf.dev/programming-guides/encoding. */
export type Bytes = Uint8Array;

const wireType = { varint: 0, bytes: 2 } as const;

/** Concatenates fields to a message; `undefined` fields are left out. */
export function message(...fields: (Bytes | undefined)[]): Bytes {
  const parts = fields.filter((field) => field !== undefined);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Field of type int32, int64 or enum. Negative numbers are written as 64-bit two's complement. */
export function integer(field: number, value: number | bigint): Bytes {
  return message(key(field, wireType.varint), varint(value));
}

export function bytes(field: number, value: Bytes): Bytes {
  return message(key(field, wireType.bytes), varint(value.length), value);
}

export function text(field: number, value: string): Bytes {
  return bytes(field, new TextEncoder().encode(value));
}

function key(field: number, type: number): Bytes {
  return varint(field * 8 + type);
}

/** Variable-length integer: seven bits per byte, low bits first; the top bit is set if more bytes follow. */
function varint(value: number | bigint): Bytes {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
  return Uint8Array.from(out);
}
