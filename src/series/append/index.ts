export { createAppendChecker } from './checker.ts';
