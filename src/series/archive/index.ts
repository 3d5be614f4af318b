export { type Archive, openArchive, soleFile } from './archive.ts';
export { checkedParts } from './checked.ts';
export { hasEmptyFormulas } from './formulas.ts';
