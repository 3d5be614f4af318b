import type { Embed, Schedule } from '../../api/index.ts';

const idDigitsShown = 8;

/** Text of a model in a narrow column: the last digits of an id, or the whole alias. */
export function modelText(model: string): string {
  return model.startsWith('mdl_') ? model.slice(-idDigitsShown) : model;
}

/** Parts that tell one embed from the others of a list. */
export function embedText({ name, model, hint }: Pick<Embed, 'name' | 'model' | 'hint'>): string {
  return inOneLine([name, modelText(model), hint]);
}

/** Parts that tell one schedule from the others of a list. @param kind name of its kind in the language of the page */
export function scheduleText({ name, model_id }: Pick<Schedule, 'name' | 'model_id'>, kind: string): string {
  return inOneLine([kind, name, modelText(model_id)]);
}

function inOneLine(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
