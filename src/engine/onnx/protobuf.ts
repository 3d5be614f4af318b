/** The protobuf wire format, as far as ONNX needs it: a message is its fields in a row, each a key
 *  (number · 8 + wire type) and a value; a message within a message is a field of bytes.
 *  Source: https://protobuf.dev/programming-guides/encoding. */
export type Bytes = Uint8Array;

const wireType = { varint: 0, bytes: 2 } as const;

/** Fields with `undefined` are left out. */
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

/** An int32, int64 or enum; negative numbers take their 64-bit two's complement. */
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

/** Seven bits to a byte, low ones first, the top bit says that more follow. */
function varint(value: number | bigint): Bytes {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
  return Uint8Array.from(out);
}
