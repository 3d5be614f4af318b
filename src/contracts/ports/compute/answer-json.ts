/** The JSON of an answer, as UTF-8, by the thread that has made it. */
export type AnswerJson = Uint8Array<ArrayBuffer>;

/** A task with the fields that begin the JSON of its answer. */
export type Headed<Task> = Task & { head: Readonly<Record<string, unknown>> };
