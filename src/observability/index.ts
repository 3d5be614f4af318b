export {
  createJobMetrics,
  type JobMetrics,
  type JobOutcome,
  type RunningJobMetrics,
} from './job-metrics.ts';
export { createReadyGauge } from './ready-gauge.ts';
export { createRegistry } from './registry.ts';
export {
  activeTraceparent,
  endSpan,
  failSpan,
  inSpan,
  runInSpan,
  SpanKind,
  startSpan,
  traceFields,
} from './spans.ts';
export { createTaskMetrics, type TaskMetrics } from './task-metrics.ts';
export { TimeHistogram, type TimeSeries } from './time-histogram.ts';
export { startTracing } from './tracing.ts';
