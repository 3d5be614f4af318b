/** Text that grows, as UTF-8 in buffers that can be transferred. */

const bufferBytes = 512 * 1024;
/** Integers with more digits are not exact in float64. */
const digitsMax = 15;
const integerMax = 10 ** digitsMax;
/** JavaScript writes smaller numbers with an exponent. */
const plainMin = 1e-6;
const [zero, minus, point] = [48, 45, 46];

export class TextBuffer {
  private bytes = new Uint8Array(bufferBytes);
  private at = 0;
  private full: Uint8Array[] = [];
  private readonly digits = new Uint8Array(digitsMax + 1);

  /** Makes room for the next writes. */
  reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    if (this.at > 0) this.full.push(this.bytes.subarray(0, this.at));
    this.bytes = new Uint8Array(Math.max(bufferBytes, bytes));
    this.at = 0;
  }

  /** Takes the bytes that are written so far. */
  take(): Uint8Array[] {
    const taken = this.full;
    if (this.at > 0) {
      taken.push(this.bytes.subarray(0, this.at));
      this.bytes = this.bytes.subarray(this.at);
      this.at = 0;
    }
    this.full = [];
    return taken;
  }

  writeLong(text: string): void {
    const bytes = Buffer.from(text);
    this.reserve(bytes.length);
    this.writeBytes(bytes);
  }

  writeByte(byte: number): void {
    this.bytes[this.at++] = byte;
  }

  writeBytes(bytes: Uint8Array): void {
    const { bytes: to, at } = this;
    const { length } = bytes;
    for (let i = 0; i < length; i++) to[at + i] = bytes[i];
    this.at = at + length;
  }

  writeAscii(text: string): void {
    const { bytes, at } = this;
    const { length } = text;
    for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i);
    this.at = at + length;
  }

  /** Writes a number from 0 with leading zeros. */
  writePadded(number: number, length: number): void {
    const { bytes, at } = this;
    let rest = number | 0;
    for (let i = length - 1; i >= 0; i--) {
      bytes[at + i] = zero + (rest % 10);
      rest = (rest / 10) | 0;
    }
    this.at = at + length;
  }

  /** Writes `integer / 10^decimals` as JavaScript writes it. At most 15 digits are the shortest text of a float64. */
  writeDecimal(integer: number, decimals: number): void {
    let [rest, places] = [Math.abs(integer), decimals];
    if (rest >= integerMax || (rest > 0 && rest < plainMin * 10 ** decimals)) {
      this.writeAscii(String(integer / 10 ** decimals));
      return;
    }
    while (places > 0 && rest % 10 === 0) {
      rest /= 10;
      places--;
    }
    if (integer < 0) this.writeByte(minus);
    const { digits } = this;
    let length = 0;
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 10)) digits[length++] = rest % 10;
    for (let small = rest | 0; small > 0; small = (small / 10) | 0) digits[length++] = small % 10;
    while (length <= places) digits[length++] = 0;
    let { at } = this;
    for (let i = length - 1; i >= 0; i--) {
      this.bytes[at++] = zero + digits[i];
      if (i === places && places > 0) this.bytes[at++] = point;
    }
    this.at = at;
  }
}
