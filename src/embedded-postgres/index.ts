export { findBinaries } from './binaries.ts';
export { chooseIdentity, chooseRunner } from './identity.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './launcher.ts';
export { type EmbeddedFault, EmbeddedPostgresError } from './protocol.ts';
