import type { ReadingOptions } from '../../api/index.ts';
import type { Option } from '../field.tsx';

/** Options of the kinds of symbols. The service refuses any other option for them. */
const fieldsOf: Partial<Record<string, readonly string[]>> = {
  symbols: ['kind', 'unit'],
  events: ['kind', 'sequence_column', 'symbol_column', 'time_column'],
};
const symbolFields = ['unit', 'sequence_column', 'symbol_column'];

/** The options that say something about the chosen kind: those of a kind that was chosen before are left out. */
export function optionsInForce(chosen: ReadingOptions): ReadingOptions {
  const fields = fieldsOf[chosen.kind ?? ''];
  const counts = (name: string) =>
    fields === undefined ? !symbolFields.includes(name) : fields.includes(name);
  return Object.fromEntries(Object.entries(chosen).filter(([name]) => counts(name)));
}

/** The options of a list with the value in force, which a remedy may have set to one that the list does not offer. */
export function withChosen(options: readonly Option<string>[], value: string): readonly Option<string>[] {
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
}
