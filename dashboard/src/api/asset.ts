/** Reads a file of the dashboard itself, such as the sample. It needs no key.
 *  @throws TypeError if the service does not answer */
export async function readAsset(url: string, name: string): Promise<File> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name} could not be loaded (status ${response.status}).`);
  return new File([await response.blob()], name);
}
