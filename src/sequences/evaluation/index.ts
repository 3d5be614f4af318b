export { backtestSymbols } from './backtest.ts';
export { writeSymbolCard } from './card.ts';
export { compareWithChains } from './comparison.ts';
export { fitChains } from './fit-chains.ts';
export { scoreNetwork, segmentsOf, surprisals } from './scoring.ts';
