import { expect, test } from 'vitest';
import { QueueBound } from '../../../src/http/routing/queue-bound.ts';
import { useStore } from '../../store/samples.ts';

const used = useStore();

test('of calls that arrive together only as many get a place as there are, for each tenant', async () => {
  const bound = new QueueBound(3, used.store.jobs);
  const burst = async (tenant: string) => {
    const asked = Array.from({ length: 20 }, () => bound.requirePlace(tenant));
    return (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
  };
  expect(await Promise.all([burst('one'), burst('other')])).toEqual([3, 3]);
  expect(await burst('one')).toBe(0);
});
