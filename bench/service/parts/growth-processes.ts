import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { figure, notAvailable } from '../figures.ts';
import { seedsOfLoad } from '../load/load.ts';
import { horizon } from '../panel-model.ts';
import { descendants } from '../processes.ts';
import { startServiceProcess } from '../service-process.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';

const name = 'growth.api_processes';

/** Forecasts per second of two API processes on two cores, over those of one on one core. PostgreSQL and the load tools
 *  run on the same cores as the API. Each call has a seed of its own, so its forecast is computed. */
export const growthProcesses: Part = {
  name: 'growth_processes',
  figures: [name],
  async measure(bench) {
    if (availableParallelism() < 2) return [notAvailable(name, 'the machine has one core')];
    const { url, pids, settings } = await bench.stack();
    const panel = await bench.panelModel();
    const second = await startServiceProcess('api', settings);
    bench.defer(() => second.stop());
    const tools = [bench.load(), bench.probe()];
    const pin = (cores: string) => {
      const involved = [pids.api, second.pid, pids.postgres, ...descendants(pids.postgres)];
      for (const pid of [...involved, ...tools.map((tool) => tool.pid)])
        execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
    };
    bench.defer(() => pin(`0-${availableParallelism() - 1}`));
    const { connections, loadSeconds: seconds, rounds } = bench.sizes;
    const bodies = panel.seriesIds.slice(0, 16).map((id) => JSON.stringify({ series_ids: [id], horizon }));
    const headers = { 'content-type': 'application/json' };
    let loads = 0;
    const loadOn = (tool: number, base: string) =>
      tools[tool].ask({
        url: `${base}${panel.path}`,
        method: 'POST',
        headers,
        bodies,
        firstSeed: ++loads * seedsOfLoad,
        connections,
        seconds,
        expects: 200,
      });
    const both = () => Promise.all([loadOn(0, url), loadOn(1, second.url)]);
    await both(); // warms up
    const [one, two] = await inTurns(
      rounds,
      async () => {
        pin('0');
        return (await loadOn(0, url)).perSecond;
      },
      async () => {
        pin('0,1');
        return (await both()).reduce((sum, { perSecond }) => sum + perSecond, 0);
      },
    );
    return [
      figure(
        name,
        'ratio',
        medianOver(two, (rate, i) => rate / one[i]),
        { atLeast: 1.7 },
        {
          one_per_s: medianOver(one, (rate) => rate),
          two_per_s: medianOver(two, (rate) => rate),
        },
      ),
    ];
  },
};
