const [refreshSecondsDefault, refreshSecondsMin] = [60, 10];
/** The longest time of a timer. */
const refreshSecondsLongest = (2 ** 31 - 1) / 1_000;
/** After failures the time between two reads doubles up to this. */
const refreshSecondsMax = 600;

/** Milliseconds until the next read; null: none, which is what `refresh="0"` asks for. A failed read is
 *  tried again in any case.
 *  @param refresh attribute `refresh`, in seconds
 *  @param failures reads that have failed since the last one that succeeded */
export function pauseMs(refresh: string | null, failures: number): number | null {
  const given = refresh === null || refresh.trim() === '' ? Number.NaN : Number(refresh);
  const isOnce = given <= 0;
  if (isOnce && failures === 0) return null;
  const usual = isOnce || Number.isNaN(given) ? refreshSecondsDefault : Math.max(refreshSecondsMin, given);
  const seconds =
    failures === 0 ? usual : Math.max(usual, Math.min(refreshSecondsMax, usual * 2 ** (failures - 1)));
  return Math.min(seconds, refreshSecondsLongest) * 1_000;
}
