import type { PictureTask } from '../contracts/ports/index.ts';
import { forecastPicture, styleSheet, svgText } from './drawing/index.ts';

/** Draws a forecast as a file. */
export async function picture({ forecast, theme, width, height, scale }: PictureTask): Promise<Uint8Array> {
  const svg = svgText(forecastPicture(forecast, { width, height }, styleSheet(theme)));
  if (scale === null) return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`);
  const { pngOf } = await import('./png.ts'); // megabytes that only a PNG needs
  return pngOf(svg, scale);
}
