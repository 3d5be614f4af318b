export { train } from './train-model.ts';
