import type { CellName } from '../contract/kernel.ts';
import type { Cell } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

export const cells = { rnn, gru, lstm } satisfies Record<CellName, Cell>;
