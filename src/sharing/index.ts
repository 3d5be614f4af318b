/** Fair use of a process by its tenants: whom work is done for, pools of threads, and how many slots
 *  each tenant may hold. */

export {
  asService,
  type Call,
  currentCall,
  inCall,
  inCallWith,
  isOfCall,
  keepCall,
  throwIfAbandoned,
  wholeCalls,
} from './call.ts';
export {
  callerGraceMs,
  createFairGate,
  type FairGate,
  type FairGateOptions,
  poolOfCalls,
  sharedPool,
} from './fair-gate.ts';
export { FairSlots } from './fair-slots.ts';
export { createJoinedReads } from './joined-reads.ts';
export { createMemoryBudget, type Reservation } from './memory-budget.ts';
export { createPacedRead } from './paced-read.ts';
export { someAtOnce } from './some-at-once.ts';
export { BrokenThreads, createThreadPool, reportBrokenThreads, type ThreadPool } from './thread-pool.ts';
export { UnorderedMembers } from './unordered-members.ts';
