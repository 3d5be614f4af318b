/** One call of the API, as the page sends it and as its commands show it. */
export interface ForecastCall {
  /** Null: without a model. */
  model: string | null;
  body: Record<string, unknown>;
}

/** The call as a shell command. There is no key in it. */
export function curlOf({ model, body }: { model: string | null; body: object }, url: string): string {
  const path = model === null ? '/v1/forecasts' : `/v1/models/${model}/forecasts`;
  const json = JSON.stringify(body).replaceAll("'", `'\\''`);
  return `curl -s '${url}${path}' \\\n  -H 'content-type: application/json' \\\n  -d '${json}'`;
}

/** The call with the client of `clients/typescript`. There is no key in it. */
export function typescriptOf({ model, body }: ForecastCall, url: string): string {
  const call =
    model === null
      ? `client.forecast(${inCode(body)})`
      : `client.forecast(${inCode(model)}, ${inCode(body)})`;
  return [
    `import { createClient } from './clients/typescript/src/index.ts';`,
    '',
    `const client = createClient({ url: ${inCode(url)} });`,
    `const answer = await ${call};`,
    `console.log(answer.${'context' in body ? 'continuation?.symbols' : 'forecasts[0]?.intervals'});`,
  ].join('\n');
}

/** A value as TypeScript writes it. */
function inCode(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(inCode).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, of]) => `${name}: ${inCode(of)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}
