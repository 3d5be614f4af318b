import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const { resolve } = createRequire(import.meta.url);
/** Fonts in the two weights of a picture. As TrueType: WOFF 2 would be unpacked for each picture, which takes longer
 *  than the drawing. */
const fontsOf = (...files: string[]) =>
  files.map((file) => readFileSync(resolve(`@expo-google-fonts/${file}`)));
const inter = fontsOf('inter/400Regular/Inter_400Regular.ttf', 'inter/600SemiBold/Inter_600SemiBold.ttf');
/** With Nanum Gothic, for Korean letters: 2 MB that are read with the first picture that needs them. In one weight:
 *  resvg takes the first one for all. */
let withKorean: Buffer[] | null = null;
const korean = /\p{Script=Hangul}/u;
await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')));

/** An SVG as PNG. The fonts come from a package: a container has none. @param scale pixels for one pixel of the SVG */
export function pngOf(svg: string, scale: number): Uint8Array {
  const drawing = new Resvg(svg, {
    font: {
      fontBuffers: korean.test(svg) ? fontsWithKorean() : inter,
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
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

function fontsWithKorean(): Buffer[] {
  withKorean ??= [...inter, ...fontsOf('nanum-gothic/400Regular/NanumGothic_400Regular.ttf')];
  return withKorean;
}
