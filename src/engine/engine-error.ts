/** A file or value from outside that the engine cannot take; the message says what was found and what is accepted. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
