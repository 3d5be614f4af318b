export const timeKinds = ['date', 'instant', 'integer'] as const;
export type TimeKind = (typeof timeKinds)[number];

/** Whether a calendar of closed days applies to the steps of a frequency. */
export function calendarApplies({ kind, step }: { kind: string; step: string }): boolean {
  return kind === 'fixed' || step === 'P1D';
}
