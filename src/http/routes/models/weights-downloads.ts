import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits, type Model, requireReady } from '../../../contracts/schemas/index.ts';
import { createFairGate } from '../../../sharing/index.ts';
import type { App, AppDeps } from '../../routing/deps.ts';
import { sendPieces } from '../../routing/when-closed.ts';

/** Parts that a process reads at a time, of all downloads. A part keeps the event loop for milliseconds. */
const partsAtOnce = 2;
/** Memory of a longer download: a part that the socket takes, and the next one. */
const heldBytes = 4 * 1024 * 1024;

/** A file with the weights of a model between other bytes. */
interface FileAround {
  head: Buffer;
  tail: Buffer;
}

/** Sends a file with the weights of a model, part by part: the next part is read when the caller has taken the one
 *  before. No connection to the database is held between two parts. Tenants take turns. A download ends
 *  when its caller hangs up. */
export type SendWeights = (
  call: Pick<FastifyRequest, 'method' | 'tenant' | 'identity' | 'memory'>,
  reply: FastifyReply,
  model: Model,
  around?: FileAround,
) => Promise<FastifyReply>;

const nothing = { head: Buffer.alloc(0), tail: Buffer.alloc(0) };

export function createWeightsDownloads(app: App, { store }: Pick<AppDeps, 'store'>): SendWeights {
  /** Each download waits for one part at most, so none is refused. */
  const inTurn = createFairGate({
    slots: partsAtOnce,
    slotsPerTenant: partsAtOnce - 1,
    slotsSpare: 1,
    msMax: null,
    graceMs: 0,
    waitingMax: limits.connectionsMax,
    waitingPerTenantMax: limits.connectionsMax,
    subject: 'downloads',
  });
  return async ({ method, tenant, identity, memory }, reply, model, { head, tail } = nothing) => {
    const { bytes } = requireReady(model);
    const size = head.length + bytes + tail.length;
    reply.header('content-length', size);
    if (method === 'HEAD') return reply.send(Readable.from([]));
    memory.add(Math.min(size, heldBytes));
    const parts = store.models.weightsParts(tenant, model.id);
    const nextPart = () => inTurn(() => parts.next());
    const first = await nextPart(); // its error is the answer
    if (first.done) throw new Error(`the weights of ${model.id} have no bytes`);
    if (first.value.length === bytes) return reply.send(Buffer.concat([head, first.value, tail]));
    async function* pieces(part: Uint8Array) {
      try {
        if (head.length > 0) yield head;
        yield part;
        for (let next = await nextPart(); !next.done; next = await nextPart()) yield next.value;
        if (tail.length > 0) yield tail;
      } finally {
        await parts.return();
      }
    }
    return sendPieces(app.apiKeys, { identity }, reply, pieces(first.value));
  };
}
