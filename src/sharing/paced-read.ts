/** A read whose answer is kept `keptFor` times as long as the read took, so that it takes at most this share of the
 *  time, however much it reads. Callers during a read share it. A read that fails is not kept.
 *  @param now milliseconds */
export function createPacedRead<Result>(
  keptFor: number,
  now = () => performance.now(),
): (read: () => Promise<Result>) => Promise<Result> {
  let kept: { result: Promise<Result>; until: number } | null = null;
  return (read) => {
    if (kept !== null && now() < kept.until) return kept.result;
    const beganAt = now();
    const mine = { result: read(), until: Number.POSITIVE_INFINITY };
    kept = mine;
    mine.result.then(
      () => {
        mine.until = now() + keptFor * (now() - beganAt);
      },
      () => {
        if (kept === mine) kept = null;
      },
    );
    return mine.result;
  };
}
