export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './launcher.ts';
export { type EmbeddedFault, EmbeddedPostgresError } from './protocol.ts';
