import type { Problem } from './schema.d.ts';

/** An error response of the service. `code` is stable; `problem.errors` lists the faults. */
export class GatecastError extends Error {
  override readonly name = 'GatecastError';
  readonly problem: Problem;
  readonly requestId: string | null;
  /** Seconds to wait before a retry; null if the service does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, response: Response) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
    this.requestId = response.headers.get('x-request-id');
    this.retryAfterSeconds = retryAfterOf(response);
  }

  get code(): Problem['code'] {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return this.problem.retryable;
  }
}

/** Statuses with which a proxy says that the service does not answer now. */
const outageStatuses = [502, 503, 504];

/** An error response that is not from the service, such as the HTML page of a proxy while the service restarts. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  /** Seconds to wait before a retry; null if the response does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(response: Response) {
    super(
      `${response.url} responded with status ${response.status}, and the body is not a problem of Gatecast.`,
    );
    this.status = response.status;
    this.retryAfterSeconds = retryAfterOf(response);
  }

  /** Whether a proxy says that the service does not answer now: 502, 503 or 504. */
  get isOutage(): boolean {
    return outageStatuses.includes(this.status);
  }

  /** Whether the same request may succeed later: after an outage, and if a proxy limits the rate (429). */
  get retryable(): boolean {
    return this.isOutage || this.status === 429;
  }
}

/** `Retry-After` in seconds; null without the header, or if it is a date. */
function retryAfterOf({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isNaN(seconds) ? null : seconds;
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a successful response: `const job = await answered(client.GET('/v1/jobs/{job_id}', …))`.
 *  @throws GatecastError for an error response of the service; HttpError for one of a proxy */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  if (isProblem(error)) throw new GatecastError(error, response);
  throw new HttpError(response);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'retryable' in error;
}
