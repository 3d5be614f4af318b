/** Checks openapi/openapi.json with the recommended rules of Redocly and of Spectral. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConfig, lint } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

const file = new URL('../../openapi/openapi.json', import.meta.url);

async function redocly(): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lint({ ref: fileURLToPath(file), config });
  return problems.map(
    ({ ruleId, message, location }) => `redocly ${ruleId}: ${message} (${location[0]?.pointer ?? '#'})`,
  );
}

async function spectral(): Promise<string[]> {
  const linter = new spectralCore.Spectral();
  // The ruleset types of the two packages differ in a field that is not used here.
  linter.setRuleset({ extends: [[rulesets.oas as RulesetDefinition, 'recommended']] });
  const problems = await linter.run(JSON.parse(readFileSync(file, 'utf8')));
  return problems.map(({ code, message, path }) => `spectral ${code}: ${message} (#/${path.join('/')})`);
}

const faults = [...(await redocly()), ...(await spectral())];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
