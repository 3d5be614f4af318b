export { type Archive, openArchive, soleFile } from './archive.ts';
