export { descriptionName, invalidBundle } from './bundle-description.ts';
export { namedSchemas, nameOf } from './named-schemas.ts';
export { tasks } from './tasks.ts';
export { indentedJson, inJsonThread, jsonTasksInThreads, parseDescription, parseLarge } from './threads.ts';
