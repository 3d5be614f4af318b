/** Settings on which statements and the reading of their answers depend, and time limits. A role or a database of an
 *  operator may have other defaults. */
const settings = {
  // First: the others may take longer than a limit of the operator.
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  default_transaction_isolation: 'read committed',
  row_security: 'on',
  // It compiles plans whose cost is high on purpose (`enable_sort = off`) at each call, for a second.
  jit: 'off',
};

/** Turns off the limits that only newer servers have, 14 and 17: others refuse their names. */
const withoutNewerLimits = `
  SELECT set_config(name, '0', false) FROM unnest(ARRAY['idle_session_timeout', 'transaction_timeout']) AS name
  WHERE current_setting(name, true) IS NOT NULL`;

/** Gives a new session with PostgreSQL the settings of the service and further ones, whatever the defaults of the role,
 *  of the database and of the address are. By statements: poolers refuse or drop such parameters of a connection.
 *  Without further ones nothing has a time limit. */
export async function setUpSession(
  client: { query(text: string): Promise<unknown> },
  more: Record<string, string | number> = {},
): Promise<void> {
  const all = Object.entries({ ...settings, ...more });
  const statements = all.map(([name, value]) => `SET ${name} = '${value}'`);
  await client.query([...statements, withoutNewerLimits].join('; '));
}

/** Asks one question in a session that may be that of other clients too: a pooler may give it to them, so it keeps its
 *  settings. The question does not depend on them. @returns the only row */
export async function askForeignSession<Row>(
  client: { query(text: string): Promise<unknown> },
  question: string,
): Promise<Row> {
  // The statements of one message are one transaction.
  const results = await client.query(`SET LOCAL statement_timeout = '5s'; ${question}`);
  const [, { rows }] = results as { rows: Row[] }[];
  return rows[0];
}

/** Statement that lets the server look every five seconds during a statement whether its client is still connected, or
 *  that turns this off. A long statement of a process that was killed then ends, and its locks with it. Servers before
 *  14 and some systems do not have the setting, and keep their default. */
export function watchClient(isWatched: boolean, lasting: 'session' | 'transaction'): string {
  const interval = isWatched ? '5s' : '0';
  return `
    DO $$ BEGIN
      PERFORM set_config('client_connection_check_interval', '${interval}', ${lasting === 'transaction'});
    EXCEPTION WHEN undefined_object OR invalid_parameter_value THEN NULL;
    END $$`;
}
