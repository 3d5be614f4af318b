import type { Redis } from 'ioredis';
import type { SchedulerEntry } from './scheduler-entry.ts';

/** Names those of the ids that a queue will deliver, or that a worker holds, and removes what is left of the others:
 *  BullMQ adds no id whose hash exists. A Redis that evicts deletes single keys, such as the list of waiting ids while
 *  the hashes of its jobs stay. An id whose hash is gone is known: it is delivered without its data. An active id
 *  without a lock is known too: BullMQ's stalled check moves it. A lock alone is enough: its worker may still tell the
 *  queue about the job. One script, so no worker takes or ends a job meanwhile. Few ids are searched in the lists,
 *  which takes less time than to read these. The first argument is the highest score of a plausible delay: what is
 *  delayed for longer was put off by a worker whose clock was ahead, and is removed. */
const script = `
  local base = KEYS[1]
  local latest = tonumber(table.remove(ARGV, 1))
  local few = 10
  local lists = {base .. 'wait', base .. 'active'}
  local listed = {}
  if #ARGV > few then
    for _, list in ipairs(lists) do
      for _, id in ipairs(redis.call('LRANGE', list, 0, -1)) do listed[id] = true end
    end
  else
    for _, id in ipairs(ARGV) do
      for _, list in ipairs(lists) do
        if redis.call('LPOS', list, id) then listed[id] = true end
      end
    end
  end
  local known = {}
  for _, id in ipairs(ARGV) do
    local hash = base .. id
    local delayed = redis.call('ZSCORE', base .. 'delayed', id)
    if delayed and tonumber(delayed) > latest then
      redis.call('ZREM', base .. 'delayed', id)
      delayed = false
    end
    if listed[id]
      or delayed
      or redis.call('ZSCORE', base .. 'prioritized', id)
      or redis.call('EXISTS', hash .. ':lock') == 1
    then
      known[#known + 1] = id
    else
      redis.call('DEL', hash, hash .. ':logs')
      for _, ended in ipairs({'completed', 'failed'}) do redis.call('ZREM', base .. ended, id) end
    end
  end
  return known`;

/** Names those of few ids that a worker holds. A lock alone is enough, as above. */
const heldScript = `
  local held = {}
  for _, id in ipairs(ARGV) do
    if redis.call('LPOS', KEYS[1] .. 'active', id) or redis.call('EXISTS', KEYS[1] .. id .. ':lock') == 1 then
      held[#held + 1] = id
    end
  end
  return held`;

/** Payloads of plans as JSON: '' of a plan without one, and nothing of a plan that is gone but for its key. */
const plansScript = `
  local payloads = {}
  for i, key in ipairs(ARGV) do
    local hash = KEYS[1] .. ':' .. key
    payloads[i] = redis.call('EXISTS', hash) == 1 and (redis.call('HGET', hash, 'data') or '')
  end
  return payloads`;

/** Ids that one run of a script gets. */
const idsAtOnce = 500;

/** Those of the ids that the queue holds. What is left of others is removed, so they can be added again. Of many ids,
 *  the script sees only those that are not listed: it would hold up Redis for ten milliseconds to
 *  read 10,000 waiting ids.
 *  @param base start of the queue's keys, such as `bull:name:`
 *  @param untilMs an entry that is delayed for longer counts as lost */
export async function findRedisEntries(
  redis: Redis,
  base: string,
  ids: readonly string[],
  untilMs = Number.MAX_SAFE_INTEGER,
): Promise<string[]> {
  const listed = ids.length > 1 ? await listedIds(redis, base) : new Set<string>();
  const others = ids.filter((id) => !listed.has(id));
  if (others.length === 0) return [...ids];
  const known = new Set<string>();
  const latest = (untilMs + 1) * scorePerMs;
  for (let i = 0; i < others.length; i += idsAtOnce) {
    const found = await redis.eval(script, 1, base, latest, ...others.slice(i, i + idsAtOnce));
    for (const id of found as string[]) known.add(id);
  }
  return ids.filter((id) => listed.has(id) || known.has(id));
}

/** Those of a few ids that a worker holds. @param base start of the queue's keys */
export async function findHeldInRedis(redis: Redis, base: string, ids: readonly string[]): Promise<string[]> {
  return (await redis.eval(heldScript, 1, base, ...ids)) as string[];
}

/** @param base key of the set of plans, with the time of their next run */
export async function findRedisPlans(redis: Redis, base: string): Promise<SchedulerEntry[]> {
  const scored = await redis.zrevrange(base, 0, -1, 'WITHSCORES');
  const keys = scored.filter((_, i) => i % 2 === 0);
  const plans: SchedulerEntry[] = [];
  for (let i = 0; i < keys.length; i += idsAtOnce) {
    const some = keys.slice(i, i + idsAtOnce);
    const payloads = (await redis.eval(plansScript, 1, base, ...some)) as (string | null)[];
    for (const [n, key] of some.entries()) {
      const payload = payloads[n];
      const data: unknown = payload ? JSON.parse(payload) : undefined;
      plans.push({ key, next: Number(scored[2 * (i + n) + 1]), data, isLost: payload === null });
    }
  }
  return plans;
}

/** BullMQ multiplies times of delayed entries by this, and adds a number of the entry. */
const scorePerMs = 0x1000;

/** Entries that wait, that a worker holds, or that are delayed until a time at most. What is delayed comes first: an
 *  entry that begins meanwhile is then read twice. */
export async function findUnfinishedInRedis(redis: Redis, base: string, untilMs: number): Promise<string[]> {
  const delayed = await redis.zrangebyscore(`${base}delayed`, '-inf', (untilMs + 1) * scorePerMs);
  const waiting = await redis.lrange(`${base}wait`, 0, -1);
  return [...delayed, ...waiting, ...(await redis.lrange(`${base}active`, 0, -1))];
}

/** Ids that wait and those that are at work. A snapshot: an id that it lacks may be listed now. */
async function listedIds(redis: Redis, base: string): Promise<Set<string>> {
  const lists = ['wait', 'active'].map((list) => redis.lrange(base + list, 0, -1));
  return new Set((await Promise.all(lists)).flat());
}
