export { trainSymbols } from './train-model.ts';
