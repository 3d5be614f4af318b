/** Prints the daily changes of the S&P 500 (sp500-2000.csv of the package vega-datasets) as words: `down`, `up`, or
 *  `flat` for less than 0.25 % in either direction. docs/sequences.md trains on them. */
import { readFileSync } from 'node:fs';

const flatShare = 0.0025;
const file = new URL('../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url);
const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
const close = header.split(',').indexOf('close');
const prices = rows.map((row) => Number(row.split(',')[close]));

function moveOf(change: number): string {
  if (Math.abs(change) < flatShare) return 'flat';
  return change < 0 ? 'down' : 'up';
}

const moves = prices.slice(1).map((price, i) => moveOf(price / prices[i] - 1));
process.stdout.write(`${moves.join(' ')}\n`);
