import type { ExactKernels } from './contract/exact.ts';
import { createNativeExact } from './native/exact.ts';
import { exactReference } from './reference/exact/index.ts';

/** The fastest exact kernels of this machine. */
export const exact: ExactKernels = createNativeExact() ?? exactReference;
