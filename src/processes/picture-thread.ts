/** Entry file of the API's thread for PNG. */
export { picture } from '../pictures/index.ts';

/** Does nothing: a thread that answers has its code. */
export function ready(): void {}
