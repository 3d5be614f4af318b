import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const { resolve } = createRequire(import.meta.url);
/** Inter in the two weights of a picture. As TrueType: WOFF 2 would be unpacked for each picture, which takes longer than the
 *  drawing. */
const fontBuffers = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  readFileSync(resolve(`@expo-google-fonts/inter/${file}`)),
);
await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')));

/** An SVG as PNG. The fonts come from a package: a container has none. @param scale pixels for one pixel of the SVG */
export function pngOf(svg: string, scale: number): Uint8Array {
  const drawing = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: scale },
  });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
