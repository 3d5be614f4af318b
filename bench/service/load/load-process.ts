/** Process that calls a service: with autocannon as fast as it answers, or at a given rate. */
import autocannon from 'autocannon';
import { quantileOf } from '../../statistics.ts';
import { answerParent } from '../own-process.ts';
import { bodyOf } from './bodies.ts';
import { type BoundedLoad, type Called, type Load, type LoadResult, samplesMax } from './load.ts';
import { callAtRate } from './paced-load.ts';

/** How much longer a load lasts when it had too few answers. */
const longer = 4;
const attemptsMax = 4;

answerParent(async (load: BoundedLoad): Promise<LoadResult> => {
  const { times, seconds, statuses, samples } =
    load.rate === undefined ? await enoughCalls(load) : await callAtRate(load, load.rate);
  const wrong = Object.entries(statuses).filter(([status]) => Number(status) !== load.expects);
  if (wrong.length > 0) {
    const counts = wrong.map(([status, count]) => `${count} times ${status}`).join(', ');
    throw new Error(`${load.url} answered ${counts} instead of ${load.expects}`);
  }
  if (times.length === 0) throw new Error('no value was measured');
  return {
    answers: times.length,
    perSecond: times.length / seconds,
    p50: quantileOf(times, 0.5),
    p99: quantileOf(times, 0.99),
    max: quantileOf(times, 1),
    samples,
  };
});

/** Calls for the given seconds, and for longer until there are enough answers. */
async function enoughCalls(load: BoundedLoad): Promise<Called> {
  let called = await callAtOnce(load);
  for (let n = 1; called.times.length < load.answersMin && n < attemptsMax; n++)
    called = await callAtOnce({ ...load, seconds: load.seconds * longer ** n });
  return called;
}

async function callAtOnce(load: Load): Promise<Called> {
  const { url, method = 'GET', headers = {} } = load;
  const called: Called = { times: [], seconds: 0, statuses: {}, samples: [] };
  const keep = (answer: string) => {
    if (called.samples.length < samplesMax) called.samples.push(answer);
  };
  const requestsOf = load.firstSeed === undefined ? bodiesInTurn(load, keep) : newBodies(load, keep);
  let connection = 0;
  const started = performance.now();
  let last = started;
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url,
        method,
        headers,
        connections: load.connections,
        duration: load.seconds,
        pipelining: 1,
        sampleInt: 100,
        excludeErrorStats: true,
        setupClient: (client) => client.setRequests(requestsOf(connection++)),
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    running.on('response', (_client, status, _bytes, ms) => {
      last = performance.now();
      called.times.push(ms);
      called.statuses[status] = (called.statuses[status] ?? 0) + 1;
    });
  });
  if (errors > 0) throw new Error(`${url}: ${errors} calls failed, ${timeouts} of them without an answer`);
  called.seconds = (last - started) / 1_000;
  return called;
}

type Requests = (connection: number) => autocannon.Request[];

/** The same bodies again and again. Each connection starts with another one. */
function bodiesInTurn({ bodies }: Load, keep: (answer: string) => void): Requests {
  const [first, ...others] = (bodies ?? [undefined]).map((body) => ({ body }));
  const inTurn = [{ ...first, onResponse: (_: number, answer: string) => keep(answer) }, ...others];
  return (connection) => {
    const from = connection % inTurn.length;
    return [...inTurn.slice(from), ...inTurn.slice(0, from)];
  };
}

/** Bodies that no connection has sent before. */
function newBodies(load: Load, keep: (answer: string) => void): Requests {
  let calls = 0;
  return () => [
    {
      setupRequest(request, context) {
        Object.assign(context, { isKept: calls % (load.bodies?.length ?? 1) === 0 });
        return { ...request, body: bodyOf(load, calls++) };
      },
      onResponse(_status, answer, context) {
        if ((context as { isKept?: boolean }).isKept) keep(answer);
      },
    },
  ];
}
