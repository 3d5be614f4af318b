import { accept } from './accept.ts';
import { batch } from './batch.ts';
import { cancel } from './cancel.ts';
import { delay } from './delay.ts';
import { forecast } from './forecast.ts';
import { growthPoints } from './growth-points.ts';
import { growthProcesses } from './growth-processes.ts';
import { growthTraining } from './growth-training.ts';
import { listeners } from './listeners.ts';
import { lists } from './lists.ts';
import type { Part } from './part.ts';
import { polls } from './polls.ts';
import { read } from './read.ts';
import { start } from './start.ts';
import { training } from './training.ts';
import { upload } from './upload.ts';
import { whileTraining } from './while-training.ts';

/** All parts, in the order in which they run. The first one needs an idle machine, and the last
 *  ones fill the database. */
export const parts: readonly Part[] = [
  start,
  forecast,
  batch,
  whileTraining,
  polls,
  listeners,
  upload,
  read,
  delay,
  training,
  cancel,
  growthTraining,
  growthPoints,
  growthProcesses,
  accept,
  lists,
];
