export { encodingWarnings, withEncoding } from './encoding.ts';
export { type Chunks, collected, readHead } from './head.ts';
export { LineBreaks } from './line-breaks.ts';
export { type CsvText, chunksOf, openText } from './open-text.ts';
export { plainCharacters } from './plain-characters.ts';
