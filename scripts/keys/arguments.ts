import { parseArgs } from 'node:util';
import { ConfigError } from '../../src/config.ts';
import { firstTenant } from '../../src/contracts/schemas/index.ts';

const usage = `npm run keys -- create [--tenant t] [--scopes read,write] [--name n]
npm run keys -- list [--tenant t]
npm run keys -- revoke KEY_ID
Options stand after the \`--\`: without it, npm keeps them for itself.
`;

/** Arguments that each command takes beside its options. */
const argumentsOf = { create: 0, list: 0, revoke: 1 };

export type CommandName = keyof typeof argumentsOf;

export interface Arguments {
  command: CommandName;
  tenant: string;
  /** Separated by commas. */
  scopes: string;
  name?: string;
  /** Id of the key that `revoke` names. */
  id?: string;
}

/** @param args of the command line, without Node and the script
 *  @throws ConfigError with the usage; Error with a code `ERR_PARSE_ARGS_…` for an option that does not exist */
export function readArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tenant: { type: 'string' }, scopes: { type: 'string' }, name: { type: 'string' } },
  });
  const [command, ...rest] = positionals;
  if (!isCommand(command) || rest.length !== argumentsOf[command]) throw new ConfigError(usage);
  return { command, tenant: firstTenant, scopes: 'read,write', ...values, id: rest[0] };
}

function isCommand(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(argumentsOf, name);
}
