import type { Decoder, DecoderOptions } from './decoder-types.ts';
import { levelDecoder } from './level-decoder.ts';
import { widthDecoder } from './width-decoder.ts';

/** The decoder of a layout: of widths alone if the median is fixed to the base path, else of levels. */
export function createDecoder(options: DecoderOptions): Decoder {
  return options.layout.fixedMedian ? widthDecoder(options) : levelDecoder(options);
}
