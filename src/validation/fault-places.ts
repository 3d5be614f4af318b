import { AppError } from '../errors.ts';

/** Runs `work`, whose faults name places of a request that it was made from. They name the places of the
 *  caller's request instead.
 *  @param placeOf place of a path in the caller's request; null if the request has no such place, and the
 *  fault then names none */
export async function withFaultsAt<Result>(
  placeOf: (path: string) => string | null,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.details.faults === undefined) throw error;
    const faults = error.details.faults.map(({ path, ...fault }) => {
      const place = path === undefined ? null : placeOf(path);
      return place === null ? fault : { path: place, ...fault };
    });
    throw new AppError(error.code, { ...error.details, faults });
  }
}
