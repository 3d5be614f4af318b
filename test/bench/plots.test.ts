import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const figures = (mase: number) => ({
  ...{ smape: 12, mase, owa: mase / 1.6, wql: 0.1, wql_ratio: 0.8, msis: 14 },
  ...{ coverage80: 0.79, coverage95: 0.94, seconds: 1 },
});

test('plots show the reports of the bench next to published results', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-plots-'));
  try {
    const methods = { auto: figures(1.32), theta: figures(1.42), drift: figures(1.6) };
    const report = {
      ...{ dataset: 'm3', preset: 'fast', seeds: [1] },
      evaluations: [{ name: 'official', horizon: null, methods, blocks: [{ methods }] }],
    };
    writeFileSync(join(folder, 'm3.json'), JSON.stringify(report));
    const run = spawnSync(process.execPath, ['bench/accuracy/plots.ts', folder, '--quick']);
    expect(run.stderr.toString()).not.toContain('Error');
    const svg = (name: string) => readFileSync(join(folder, `${name}.svg`), 'utf8');
    for (const label of ['m3: MASE', 'auto, fast', 'Theta', 'M3: Theta', 'published'])
      expect(svg('accuracy'), label).toContain(`>${label}<`);
    expect(svg('accuracy')).not.toContain('drift');
    expect(svg('coverage')).toContain('>95 %<');
    expect(svg('fans')).toContain('>S&amp;P 500, 20 trading days<');
    for (const name of ['accuracy', 'coverage', 'fans'])
      expect(/NaN|undefined/.test(svg(name)), name).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
