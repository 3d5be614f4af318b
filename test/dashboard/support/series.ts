/** Months with a trend, a season and noise: a small series with something to learn. */
export function months(length: number, phase = 0): number[] {
  return Array.from({ length }, (_, i) => {
    const noise = ((i * 7919 + 13 * phase) % 101) / 101 - 0.5;
    const season = Math.sin(((i + phase) * Math.PI) / 6);
    return Math.round(1e4 * (200 + 0.4 * i + 20 * season + 4 * noise)) / 1e4;
  });
}
