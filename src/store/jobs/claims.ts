import type { Kysely } from 'kysely';
import type { JobLeases } from '../../contracts/ports/index.ts';
import type { JobKind } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';
import { failUnbegun, isCausedByJob, isDatabaseAway } from './claim-faults.ts';
import { type ClaimOptions, type ClaimResult, claimJob, isClaim } from './claim-job.ts';
import { isClaimable, isLost } from './silence.ts';
import { nextTurn } from './turns.ts';

/** Workers that ask at the same moment may choose the same job: then each tries again, at most this often. */
const turnTriesMax = 20;

/** Receives each job that could not begin, and whether it has failed. */
type OnNotBegun = (jobId: string, error: unknown, hasFailed: boolean) => void;

/** Chooses the job that a worker begins. */
export function createClaims(db: Kysely<Database>): Pick<JobLeases, 'claim' | 'claimNext' | 'nextTurn'> {
  return {
    async claimNext({ kind, ticket, runningMax }, workerId, onNotBegun = () => {}) {
      const attempts = new Attempts(db, { workerId, ticket, runningMax }, onNotBegun);
      // The queue delivers an entry again after its worker has died: the job that ran with it comes first.
      const entered = await runningWith(db, kind, ticket);
      const recovered = entered === null ? null : await attempts.claim(entered.id);
      if (isClaim(recovered)) return recovered;
      // A lost job that another worker holds, such as the one that just stores its result, does not hold up the others.
      if (recovered !== null && entered?.isOwn) return 'busy';
      const claimed = await claimByTurn(db, kind, attempts, runningMax);
      if (isClaim(claimed)) return claimed;
      attempts.throwFirstFault();
      // If the job of the entry has just ended, such as by a cancel, the entry is free for another one.
      return recovered !== null || claimed === 'busy' ? 'busy' : null;
    },

    nextTurn: ({ kind, runningMax }) => nextTurn(db, kind, { runningMax, except: [] }),

    async claim(jobId, workerId) {
      const claimed = await claimJob(db, jobId, { workerId, ticket: jobId, runningMax: null });
      return isClaim(claimed) || claimed === null ? claimed : 'busy';
    },
  };
}

/** Claims the job whose turn it is. Null if no job may begin; `busy` if one may begin a little later. */
async function claimByTurn(
  db: Kysely<Database>,
  kind: JobKind,
  attempts: Attempts,
  runningMax: number | null,
): Promise<ClaimResult> {
  let isUndecided = false;
  const except: string[] = [];
  while (except.length < turnTriesMax) {
    const id = await nextTurn(db, kind, { runningMax, except });
    if (id === null) return isUndecided ? 'busy' : null;
    const claimed = await attempts.claim(id);
    if (isClaim(claimed)) return claimed;
    isUndecided ||= claimed === 'undecided';
    except.push(id); // another worker was faster, or it cannot begin
  }
  return 'busy';
}

/** Claims of one worker for one entry of the queue. A job that cannot begin holds up no other one. */
class Attempts {
  private readonly faults: unknown[] = [];
  private readonly db: Kysely<Database>;
  private readonly options: ClaimOptions;
  private readonly onNotBegun: OnNotBegun;

  constructor(db: Kysely<Database>, options: ClaimOptions, onNotBegun: OnNotBegun) {
    this.db = db;
    this.options = options;
    this.onNotBegun = onNotBegun;
  }

  async claim(id: string): Promise<ClaimResult> {
    try {
      return await claimJob(this.db, id, this.options);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      const hasFailed = isCausedByJob(error) && (await failUnbegun(this.db, id, error));
      if (hasFailed === null) return 'busy';
      if (!hasFailed) this.faults.push(error);
      this.onNotBegun(id, error, hasFailed);
      return null;
    }
  }

  /** @throws the error of the first job that could not begin and did not fail: it may begin later */
  throwFirstFault(): void {
    if (this.faults.length > 0) throw this.faults[0];
  }
}

/** The running job that an entry of the queue stands for: the one that holds it (`isOwn`), the one that it was made
 *  for, if that is silent, or one that is lost. */
async function runningWith(
  db: Kysely<Database>,
  kind: JobKind,
  ticket: string,
): Promise<{ id: string; isOwn: boolean } | null> {
  const job = await db
    .selectFrom('jobs')
    .select((eb) => ['id', eb('ticket', '=', ticket).$castTo<boolean | null>().as('isOwn')])
    .where('kind', '=', kind)
    .where('status', '=', 'running')
    .where((eb) => eb.or([eb('ticket', '=', ticket), eb.and([eb('id', '=', ticket), isClaimable]), isLost]))
    .orderBy(
      (eb) => eb('ticket', '=', ticket),
      (order) => order.desc().nullsLast(),
    )
    .orderBy('heartbeat_at')
    .limit(1)
    .executeTakeFirst();
  return job === undefined ? null : { id: job.id, isOwn: job.isOwn === true };
}
