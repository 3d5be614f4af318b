export { withAlternative } from './alternatives.ts';
export { DropZone, fileKey, useFileDrop } from './drop-zone.tsx';
export { FirstRows } from './first-rows.tsx';
export { formatStep, useFrequencyFacts } from './frequency.ts';
export { ReadingForm } from './reading-form.tsx';
export { optionsInForce } from './reading-options.ts';
export { Faults, Warnings } from './remarks.tsx';
