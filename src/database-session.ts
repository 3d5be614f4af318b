/** Settings on which statements and the reading of their answers depend. A role or a database of an operator may have other
 *  defaults. */
const settings = {
  datestyle: 'ISO',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  default_transaction_isolation: 'read committed',
  row_security: 'on',
  // It compiles plans whose cost is high on purpose (`enable_sort = off`) at each call, for a second.
  jit: 'off',
};

/** Gives a new session with PostgreSQL the settings of the service and further ones, whatever the defaults of the role, of the
 *  database and of the address are. By statements: poolers refuse or drop such parameters of a connection. */
export async function setUpSession(
  client: { query(text: string): Promise<unknown> },
  more: Record<string, string | number> = {},
): Promise<void> {
  const all = Object.entries({ ...settings, ...more });
  await client.query(all.map(([name, value]) => `SET ${name} = '${value}'`).join('; '));
}
