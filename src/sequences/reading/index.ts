export { createSymbolBodyReader } from './body.ts';
export { readSymbolJson } from './json.ts';
export { createSymbolJsonReader } from './json-text.ts';
export { codesIn, splitSymbolOf } from './symbols.ts';
export { readSymbolText } from './text.ts';
