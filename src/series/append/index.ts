export { checkAppend } from './check.ts';
