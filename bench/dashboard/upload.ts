import type { Dashboard } from '../../test/dashboard/support/index.ts';

/** Uploads a table. @returns the id of the dataset */
export async function upload({ url }: Dashboard, name: string, csv: string): Promise<string> {
  const headers = { 'content-type': 'text/csv' };
  const answer = await fetch(`${url}/v1/datasets?name=${name}`, { method: 'POST', headers, body: csv });
  const body = await answer.json();
  if (answer.status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}
