/** Messages between `npm start` and its processes, over IPC. */

/** Message of a child process to its parent. */
export type ProcessMessage = { type: 'ready'; url?: string } | { type: 'refused'; message: string };

/** Message of `npm start` to its processes, which it starts before the embedded database is ready. */
export type ParentMessage = { type: 'database'; url: string };
