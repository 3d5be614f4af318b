import type { Decoder, DecoderOptions } from './decoder-types.ts';
import { levelDecoder } from './level-decoder.ts';
import { widthDecoder } from './width-decoder.ts';

/** Where the median may not leave the base path there are only widths to decode. */
export function createDecoder(options: DecoderOptions): Decoder {
  return options.layout.fixedMedian ? widthDecoder(options) : levelDecoder(options);
}
