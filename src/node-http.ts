/** Node's HTTP module. An `import` of it reads all its exports, and one of them is WebSocket, which loads 4 MB of code
 *  that no process uses. */
export const http = process.getBuiltinModule('node:http');
