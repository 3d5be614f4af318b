import type { Redis } from 'ioredis';
import { redisRefusal } from './redis-errors.ts';

/** Commands that the queue sends, or that its scripts call. A managed Redis may lack some, and `rename-command` hides
 *  them. Those that are missed by nobody are not among them: HELLO, CLIENT and COMMAND. */
export const neededCommands = [
  'INFO',
  'EVAL',
  'EVALSHA',
  'MULTI',
  'EXEC',
  'BZPOPMIN',
  'DEL',
  'EXISTS',
  'GET',
  'SET',
  'INCR',
  'PERSIST',
  'PEXPIRE',
  'PTTL',
  'HDEL',
  'HEXISTS',
  'HGET',
  'HGETALL',
  'HINCRBY',
  'HMGET',
  'HMSET',
  'HSET',
  'LINDEX',
  'LLEN',
  'LPOP',
  'LPOS',
  'LPUSH',
  'LRANGE',
  'LREM',
  'LTRIM',
  'RPOP',
  'RPOPLPUSH',
  'RPUSH',
  'SADD',
  'SCARD',
  'SMEMBERS',
  'SREM',
  'XADD',
  'XTRIM',
  'ZADD',
  'ZCARD',
  'ZCOUNT',
  'ZPOPMIN',
  'ZRANGE',
  'ZRANGEBYSCORE',
  'ZREM',
  'ZREMRANGEBYRANK',
  'ZREMRANGEBYSCORE',
  'ZREVRANGE',
  'ZREVRANGEBYSCORE',
  'ZSCORE',
];
/** Digest of no script: the answer of a Redis that runs scripts is NOSCRIPT. */
const noScript = '0'.repeat(40);
/** A cluster refuses scripts whose keys it keeps in several places, while everything else works. */
const ofCluster = /^redis_mode:cluster\b/m;

/** Asks for what BullMQ does not work without: its fetch loop would only repeat the error.
 *  @throws Error that `redisRefusal` knows, if Redis lacks a command or is a cluster, or its user may not send one */
export async function requireCommands(connection: Redis): Promise<void> {
  const lacking = await lackingCommands(connection);
  if (lacking.length > 0) throw new Error(`ERR unknown command: ${lacking.join(', ')}`);
  const tries = [
    async () => {
      const server = await connection.info('server');
      if (ofCluster.test(server)) throw new Error('CROSSSLOT It is a Redis Cluster (`redis_mode:cluster`)');
    },
    () => connection.eval('return 1', 0),
    () => connection.evalsha(noScript, 0),
  ];
  for (const attempt of tries) {
    try {
      await attempt();
    } catch (error) {
      if (redisRefusal(error) !== null) throw error; // another one, such as of a full Redis, passes
    }
  }
}

/** Commands that Redis does not know; none if it does not say, as to a user without the right to COMMAND. */
async function lackingCommands(connection: Redis): Promise<string[]> {
  try {
    const known = await connection.call('COMMAND', 'INFO', ...neededCommands);
    if (!Array.isArray(known) || known.length !== neededCommands.length) return [];
    return neededCommands.filter((_, i) => known[i] === null);
  } catch {
    return [];
  }
}
