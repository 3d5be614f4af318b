/** Links `node_modules/.bin/node` to the Node of this platform, so that npm scripts run with it. npm up to version 10
 *  removes the link that it has made, together with the package of the other platform. JavaScript, because the Node
 *  that runs npm may not read TypeScript. */
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

const binary = `node-${process.platform}-${process.arch}/bin/node`;
const link = 'node_modules/.bin/node';

if (existsSync(`node_modules/${binary}`)) {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(`../${binary}`, link);
}
