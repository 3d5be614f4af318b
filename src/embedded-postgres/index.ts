export { findBinaries } from './binaries.ts';
export { makeDirectories } from './directories.ts';
export { chooseIdentity, chooseRunner } from './identity.ts';
export { type EmbeddedPostgres, socketUrl, startEmbeddedPostgres } from './launcher.ts';
export { socketDirOf } from './postmaster.ts';
export { EmbeddedPostgresError } from './protocol.ts';
