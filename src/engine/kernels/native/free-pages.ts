import { addon } from './index.ts';

/** Gives pages back that C and C++ code of this process have freed. glibc keeps a free page if memory above it is in
 *  use. Does nothing without the native kernel. */
export function returnFreePages(): void {
  addon?.returnFreePages();
}
