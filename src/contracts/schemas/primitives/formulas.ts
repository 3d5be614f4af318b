import { z } from 'zod';
import { formulaChoices } from '../../values/index.ts';

/** Whether a table marks texts that a spreadsheet would run as formulas. */
export const formulasSchema = z.enum(formulaChoices).default('mark').meta({
  description:
    "Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again.",
});
