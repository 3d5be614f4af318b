import { currentCall } from '../../sharing/index.ts';

/** Memory for a number that is read: where it is unpacked, in its series, and as a copy for a thread. */
const bytesPerNumber = 24;

/** Numbers of the end of one series, with all covariates, that a forecast of a model reads at most. */
export const endOfSeriesMax = 400_000;

/** Reserves the memory for numbers that a call reads. @param uncounted fewer numbers are not counted
 *  @throws AppError overloaded */
export function reserveNumbers(numbers: number, uncounted = 50_000): void {
  if (numbers >= uncounted) currentCall().memory?.expect(numbers * bytesPerNumber);
}
