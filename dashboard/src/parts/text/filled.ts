import { formatValue } from '../format.ts';

/** A template with values at its names in braces; null if a value is missing. */
export function filled(template: string, values: Readonly<Record<string, string | number>>): string | null {
  let isComplete = true;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) isComplete = false;
    return typeof value === 'number' ? formatValue(value) : (value ?? '');
  });
  return isComplete ? text : null;
}
