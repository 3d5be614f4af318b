/** Settings on which statements and the reading of their answers depend. A role or a database of an operator may have other
 *  defaults. */
const settings = {
  datestyle: 'ISO',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  default_transaction_isolation: 'read\\ committed',
  row_security: 'on',
};

export interface SessionConfig {
  connectionString: string;
  options: string;
}

/** Configuration of a connection to PostgreSQL whose session has the settings of the service, whatever the defaults of the role and
 *  of the database are, and the further settings of `more`. Other options of the address are kept. */
export function sessionConfig(url: string, more: Record<string, string> = {}): SessionConfig {
  const given = /[?&]options=([^&#]*)/.exec(url)?.[1] ?? '';
  const ours = Object.entries({ ...settings, ...more }).map(([name, value]) => `-c ${name}=${value}`);
  return {
    // The driver lets the options of an address replace all others.
    connectionString: url.replace(/([?&])options=[^&#]*/, '$1'),
    options: [decodeURIComponent(given.replaceAll('+', ' ')), ...ours].join(' ').trim(),
  };
}
