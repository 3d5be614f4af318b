import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inCall } from '../../../src/sharing/index.ts';
import { openDatabase } from '../../../src/store/index.ts';
import { partSize } from '../../../src/store/large-bytes/parts.ts';
import { claimed, createTraining, sampleResult, useStore } from '../samples.ts';

const used = useStore();

function inParts(bytesMax: number) {
  const before = partSize.bytesMax;
  partSize.bytesMax = bytesMax;
  onTestFinished(() => {
    partSize.bytesMax = before;
  });
}

async function readyModel() {
  const { model, job } = await createTraining(used.store);
  const result = sampleResult();
  await used.store.leases.succeed(await claimed(used.store, job.id), result);
  return { model, weights: result.weights };
}

test.each([300, 500, 999, 1_000])('weights in parts of %i bytes are the same bytes', async (bytesMax) => {
  const { model, weights } = await readyModel();
  inParts(bytesMax);
  const beforePart = vi.fn();
  const read = await used.store.models.weights('acme', model.id, beforePart);
  expect(new Uint8Array(read.bytes)).toEqual(weights.bytes);
  expect(beforePart).toHaveBeenCalledTimes(Math.ceil(1_000 / bytesMax) - 1);
  const parts: Uint8Array[] = [];
  for await (const part of used.store.models.weightsParts('acme', model.id)) parts.push(part);
  expect(parts.every((part) => part.length <= bytesMax)).toBe(true);
  expect(createHash('sha256').update(Buffer.concat(parts)).digest('hex')).toBe(weights.sha256);
});

test('a read of weights ends where its caller says so, and where the model is deleted meanwhile', async () => {
  const { model } = await readyModel();
  inParts(100);
  const gone = new Error('nobody waits');
  const reading = used.store.models.weights('acme', model.id, () => {
    throw gone;
  });
  await expect(reading).rejects.toBe(gone);
  const parts = inCall({ tenant: 'acme', signal: null }, () =>
    used.store.models.weightsParts('acme', model.id),
  );
  await parts.next();
  await used.store.models.delete('acme', model.id);
  await expect(parts.next()).rejects.toMatchObject({ code: 'model_not_found' });
});

test('a job begins with the whole checkpoint and the whole weights of the parent', async () => {
  const { model: parent, weights } = await readyModel();
  const child = await used.store.models.create('acme', {
    ...{ name: 'child', tags: [], dataset: { id: parent.dataset_id, version: 1 }, spec: parent.spec },
    ...{ requestId: null, parent: { id: parent.id, isWarm: true } },
  } as Parameters<typeof used.store.models.create>[1]);
  const first = await claimed(used.store, child.job.id);
  const bytes = Uint8Array.from({ length: 777 }, (_, i) => i % 251);
  await used.store.leases.saveCheckpoint(first, { bytes, step: 3 });
  await used.store.leases.release(first);
  inParts(100);
  const { checkpoint, initialWeights } = await used.store.leases.readStart(
    await claimed(used.store, child.job.id),
  );
  expect(checkpoint).toEqual(bytes);
  expect(initialWeights).toEqual(weights.bytes);
});

test('the columns of weights and checkpoints are not compressed: a part costs what it has', async () => {
  const db = openDatabase(used.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const { rows } = await sql`
    SELECT attrelid::regclass::text AS name, attstorage FROM pg_attribute
    WHERE attrelid IN ('model_weights'::regclass, 'job_checkpoints'::regclass) AND attname = 'bytes'
    ORDER BY name`.execute(db);
  expect(rows).toEqual([
    { name: 'job_checkpoints', attstorage: 'e' },
    { name: 'model_weights', attstorage: 'e' },
  ]);
});
