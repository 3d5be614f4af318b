const secret = '[secret]';
/** Keys, tokens and secrets of webhooks that the service makes. */
const made = /gc[ek]_[\w-]+|whsec_[\w+/=-]+/g;

/** Whether a text has a key or a token that the service makes. */
export function hasMadeSecret(text: string): boolean {
  return text.search(made) >= 0;
}

/** Names of query parameters whose values are not logged, whatever they are: such as a key with a slip of the pen. */
const secretNames = /key|token|secret|passw|auth|credential|signature/i;
/** An encoded character of ASCII. Keys have no others. */
const encoded = /%[2-7][\da-f]/gi;

/** Longest secret that the service makes, in characters. */
const madeLengthMax = 100;

/** Replaces in texts of the log the secrets that a caller has put into an address by mistake: the first admin key, and
 *  keys and tokens that the service has made. A text with an encoded secret is decoded. */
export interface Censor {
  /** An address, cut after its first characters. Also replaces the values of parameters whose names say
   *  that they are secret. */
  address(url: string, lengthMax: number): string;
  /** A sentence that may quote an address. */
  sentence(text: string): string;
}

/** @param apiKey the first admin key */
export function createCensor(apiKey: string | null): Censor {
  const encodedLengthMax = 3 * Math.max(madeLengthMax, apiKey?.length ?? 0);
  const withoutKeys = (text: string) =>
    (apiKey === null ? text : text.replaceAll(apiKey, secret)).replaceAll(made, secret);
  const decodedToo = (text: string, replaced: (text: string) => string) => {
    const plain = replaced(text);
    if (!plain.includes('%')) return plain;
    const decoded = plain.replace(encoded, decodeURIComponent);
    const censored = replaced(decoded);
    return censored === decoded ? plain : censored;
  };
  return {
    // What is read reaches beyond what is shown: of a key that is cut the rest would not be found.
    address: (url, lengthMax) =>
      decodedToo(url.slice(0, lengthMax + encodedLengthMax), (text) => withNamed(withoutKeys(text))).slice(
        0,
        lengthMax,
      ),
    sentence: (text) => decodedToo(text, withoutKeys),
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
