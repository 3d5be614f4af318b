import type { createClient } from './client.ts';
import { progressLine, type Screen, table } from './terminal.ts';

const words = ['TRIANGLE', 'INTEGRAL', 'pytorch'];
const contexts = ['TRI', 'INT', 'pyt'];
const listed = 3;

/** Trains on three words, two of which have the same letters, and forecasts the next letters.
 *  @returns probabilities of the next letter by context */
export async function runSymbolJob(
  client: ReturnType<typeof createClient>,
  screen: Screen,
): Promise<Record<string, Record<string, number>>> {
  screen.say('', `2  Uploading ${words.join(', ')}: each a sequence of letters`);
  const dataset = await client.uploadText('words', words.join('\n'));
  screen.say(`   ${dataset.point_count} letters, ${dataset.symbols!.vocabulary_size} of them different`);

  screen.say('', '3  Training in the background');
  const created = await client.train({ dataset_id: dataset.id, cell: 'gru', name: 'words', tags: ['demo'] });
  const job = await client.waitForJob(created.job.id, screen.isLive ? 250 : 500, (status) =>
    screen.update(`   ${progressLine(status)}`),
  );
  if (job.status !== 'succeeded')
    throw new Error(`The training ${job.status}: ${job.error?.detail ?? 'no reason given'}`);
  const { card, spec } = await client.model(created.model.id);
  screen.say(`   ${spec.cell.toUpperCase()}: ${card!.summary}`);
  screen.say(`   ${card!.notes.join(' ')}`);

  screen.say('', '4  Forecast of the next letters', '');
  const next: Record<string, Record<string, number>> = {};
  const rows: string[][] = [];
  for (const context of contexts) {
    const answer = await client.symbolForecast(created.model.id, { context, top: listed, length: 10 });
    const named = answer.next.map(({ symbol, kind, probability }) => [symbol ?? kind, probability] as const);
    next[context] = Object.fromEntries(named);
    const likely = named.map(([symbol, probability]) => `${symbol} ${(100 * probability).toFixed(1)} %`);
    rows.push([context, answer.continuation!.symbols.join(''), ...likely]);
  }
  screen.say(...table(['context', 'continues', 'next', '', ''], rows).map((line) => `   ${line}`));
  return next;
}
