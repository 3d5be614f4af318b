export { backtestSymbols } from './backtest.ts';
export { writeSymbolCard } from './card.ts';
export { compareWithChains } from './comparison.ts';
export { scoreNetwork, stretchesOf, surprises } from './evaluation.ts';
export { fitChains } from './fit-chains.ts';
