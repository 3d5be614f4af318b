/** Writes the types of clients/typescript from openapi/openapi.json. `--check` fails if the
 *  committed types are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';

const file = new URL('../../clients/typescript/src/schema.d.ts', import.meta.url);
/** Without discriminators: the constants of the branches tell them apart, and the generator would
 *  replace and annotate each. */
const document = JSON.parse(
  readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8'),
  (key, value) => (key === 'discriminator' ? undefined : value),
);

const nodes = await openapiTypes(document, {
  defaultNonNullable: false, // fields with a default are optional
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  rootTypesKeepCasing: true,
});
const types = `// Generated from openapi/openapi.json by \`npm run openapi\`.\n${astToString(nodes)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, types);
} else if (readFileSync(file, 'utf8') !== types) {
  process.stderr.write('clients/typescript is stale: run `npm run openapi` and commit what it writes.\n');
  process.exitCode = 1;
}
