import type { TableOptions } from '../../contracts/schemas/index.ts';
import { refuse } from '../faults/index.ts';

/** @throws AppError request_invalid where the call names a sheet, and the body has none */
export function refuseSheet({ sheet }: TableOptions): void {
  if (sheet === undefined) return;
  refuse('request_invalid', {
    path: '?sheet',
    message: 'the body is not a workbook',
    accepted: 'no `sheet`, or an xlsx workbook',
  });
}
