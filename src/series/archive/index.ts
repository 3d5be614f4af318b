export { type Archive, openArchive, soleFile } from './archive.ts';
export { deflatedParts } from './deflated.ts';
