import type { DatasetPreview } from '../../api/index.ts';

/** Length of the name of a dataset at most, in UTF-16 units as the API counts them. */
export const nameLengthMax = 200;

/** The name that is proposed for the dataset of a file: that of the file without its endings, cut to what the API
 *  accepts. Empty if nothing is left. */
export function datasetNameOf(fileName: string): string {
  const name = fileName.replace(/(\.(csv|tsv|txt|json|xlsx|parquet|gz|zip))+$/i, '').trim();
  const cut = name.slice(0, nameLengthMax);
  // Half of a character is none.
  return (/[\uD800-\uDBFF]$/.test(cut) && cut.length < name.length ? cut.slice(0, -1) : cut).trim();
}

/** Names that the service gives JSON without one. */
const givenNames = ['dataset', 'symbols'];

/** The name that is proposed for a file that was read: its own in JSON, else that of the file.
 *  @param ofFile empty if the file has no name
 *  @param shown the name in the preview */
export function proposedName(ofFile: string, shown: string, isJson: boolean): string {
  return isJson && !givenNames.includes(shown) ? shown : ofFile || shown;
}

/** The column to forecast. A wide table of one series has its name at the head of that column. */
export function targetNameOf({
  reading,
  target,
  preview,
}: Pick<DatasetPreview, 'reading' | 'target'> & { preview: readonly { id: string }[] }): string {
  const [first, second] = preview;
  const isAlone = reading?.layout === 'wide' && second === undefined;
  return reading?.target ?? (isAlone ? first?.id : undefined) ?? target;
}
