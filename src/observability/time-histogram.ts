import type { Metric, Registry } from 'prom-client';

/** Observations with the same labels. */
export interface TimeSeries {
  observe(seconds: number): void;
}

type Labels = Record<string, string | number>;

interface Counts {
  labels: Labels;
  /** Observations of each bucket alone. */
  buckets: number[];
  sum: number;
  count: number;
}

interface Value {
  metricName: string;
  labels: Labels;
  value: number;
}

/** A histogram whose callers keep the series that they observe. The histogram of prom-client looks up the labels of
 *  each observation by a text of all of them, and its bucket by the text of a number: longer than the rest of
 *  the metrics of a call. */
export class TimeHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  /** Upper bounds of the buckets in seconds. */
  readonly #bounds: readonly number[];
  readonly #series: Counts[] = [];

  constructor(options: { name: string; help: string; buckets: readonly number[]; registry: Registry }) {
    this.name = options.name;
    this.help = options.help;
    this.#bounds = options.buckets;
    options.registry.registerMetric(this as unknown as Metric);
  }

  /** A new series. The caller keeps it: each combination of labels has one. */
  series(labels: Labels): TimeSeries {
    const bounds = this.#bounds;
    const counts: Counts = { labels, buckets: bounds.map(() => 0), sum: 0, count: 0 };
    this.#series.push(counts);
    return {
      observe(seconds) {
        let bucket = 0;
        while (bucket < bounds.length && seconds > bounds[bucket]) bucket++;
        if (bucket < bounds.length) counts.buckets[bucket]++;
        counts.sum += seconds;
        counts.count++;
      },
    };
  }

  /** Called by the registry when the metrics are read. */
  async get(): Promise<Pick<TimeHistogram, 'name' | 'help' | 'type' | 'aggregator'> & { values: Value[] }> {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: this.#series.flatMap((counts) => this.#valuesOf(counts)) };
  }

  #valuesOf({ labels, buckets, sum, count }: Counts): Value[] {
    const bucketName = `${this.name}_bucket`;
    let below = 0;
    const upTo = this.#bounds.map((bound, i) => {
      below += buckets[i];
      return { metricName: bucketName, labels: { le: bound, ...labels }, value: below };
    });
    return [
      ...upTo,
      { metricName: bucketName, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
