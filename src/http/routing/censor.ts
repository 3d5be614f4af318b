const secret = '[secret]';
/** Keys and tokens that the service makes. */
const made = /gc[ek]_[\w-]+/g;
/** Names of query parameters whose values are not logged, whatever they are: such as a key with a slip of the pen. */
const secretNames = /key|token|secret|passw|auth|credential|signature/i;
/** An encoded character of ASCII. Keys have no others. */
const encoded = /%[2-7][\da-f]/gi;

/** Replaces in texts of the log the secrets that a caller has put into an address by mistake: the first admin key, keys and tokens that the
 *  service has made, and the values of parameters whose names say so. A text with an encoded secret is decoded.
 *  @param apiKey the first admin key */
export function createCensor(apiKey: string | null): (text: string) => string {
  const replaced = (text: string) => {
    const withoutFirst = apiKey === null ? text : text.replaceAll(apiKey, secret);
    return withNamed(withoutFirst.replaceAll(made, secret));
  };
  return (text) => {
    const plain = replaced(text);
    if (!plain.includes('%')) return plain;
    const decoded = plain.replace(encoded, decodeURIComponent);
    const censored = replaced(decoded);
    return censored === decoded ? plain : censored;
  };
}

function withNamed(text: string): string {
  const start = text.indexOf('?') + 1;
  if (start === 0 || !secretNames.test(text)) return text;
  const parameters = text.slice(start).split('&');
  return text.slice(0, start) + parameters.map(withoutValue).join('&');
}

function withoutValue(parameter: string): string {
  const end = parameter.indexOf('=') + 1;
  const isSecret = end > 0 && secretNames.test(parameter.slice(0, end));
  return isSecret ? parameter.slice(0, end) + secret : parameter;
}
