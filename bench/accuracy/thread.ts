/** Entry of the bench's threads. */
import { type BenchFolder, readFolder } from './folder.ts';
import { runUnit, type Unit, type UnitResult } from './unit.ts';

const folders = new Map<string, BenchFolder>();

export default function run(unit: Unit): Promise<UnitResult> {
  const folder = folders.get(unit.folder) ?? readFolder(unit.folder);
  folders.set(unit.folder, folder);
  return runUnit(unit, folder);
}
