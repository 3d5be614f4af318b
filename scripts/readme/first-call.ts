/** The first call of the README: one line for a shell, and the output that the README shows below it. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const file = 'README.md';
const block = /```sh\n(curl [^\n]+)\n```\n\n```\n([^`]*)```/;
const address = 'http://127.0.0.1:8080';
const msMax = 60_000;

export interface FirstCall {
  command: string;
  output: string;
}

/** @throws Error if the README has no such call */
export function readFirstCall(): FirstCall {
  const [, command, output] = readFileSync(file, 'utf8').match(block) ?? [];
  if (command === undefined || !command.includes(address))
    throw new Error(`${file} has no line of curl to ${address} with its output below it`);
  return { command, output };
}

/** Output of the line, sent to the service at `url`. */
export async function runFirstCall({ command }: FirstCall, url: string): Promise<string> {
  const line = command.replace(address, url);
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', line], {
    timeout: msMax,
  });
  return stdout;
}

/** Replaces the output that the README shows. */
export function writeFirstCall({ command }: FirstCall, output: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(block, () => `\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`\n${output}\`\`\``),
  );
}
