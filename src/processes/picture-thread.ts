/** Entry file of the API's thread for PNG. */
export { picture } from '../pictures/index.ts';
