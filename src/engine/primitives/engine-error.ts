/** Refusal of a file or option that comes from outside. The message says what was found and what is accepted. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
