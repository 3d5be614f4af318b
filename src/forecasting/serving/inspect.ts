import type { InspectTask } from '../../contracts/ports/index.ts';
import { cutText, type SeriesData } from '../../contracts/schemas/index.ts';
import { decodeSafetensors, EngineError, type Kernel } from '../../engine/index.ts';
import { leavesOpenDays, nextTimes } from '../../series/index.ts';
import { weightValuesFault } from '../../training/index.ts';
import { decodeParts, groups, modelOf, tensorNames, weightsKind } from '../ensemble/index.ts';
import { tailPoints } from '../families/index.ts';
import { forecastSeries } from './forecast.ts';
import { metadataFault, specFault } from './weights-metadata.ts';

const batchMax = 1;

/** Checks that an imported model can forecast: reads its weights and forecasts one series over its horizon. The
 *  forecast itself does not matter, only that it ends.
 *  @returns null, or the reason why it cannot */
export function inspectModel({ weights, spec, header }: InspectTask, kernel: Kernel): string | null {
  try {
    const file = decodeSafetensors(weights.bytes);
    const { metadata } = file;
    const { format, version } = weightsKind;
    if (metadata.format === format && metadata.version !== version)
      return `its weights are in version ${metadata.version?.slice(0, 20)} of their format; accepted: ${version}. Train the model anew where it came from`;
    const fault = weightValuesFault(file);
    if (fault !== null) return fault;
    // The sizes are bounded before memory is allocated for them.
    const ofSettings = specFault(spec) ?? metadataFault(metadata);
    if (ofSettings !== null) return ofSettings;
    if (!leavesOpenDays(header.frequency)) return 'its calendar closes all days';
    if (![header.target, ...header.covariates].includes(spec.target))
      return `no column is \`${spec.target}\``;
    const parts = decodeParts(weights.bytes, groups, kernel, batchMax);
    if (parts.members.length === 0) return 'it has no networks';
    // Each forecast reads the header on the main thread, so it is no longer than that of the networks.
    const names = tensorNames(parts);
    const unknown = [...file.tensors.keys()].find((name) => !names.has(name));
    if (unknown !== undefined) return `no network has the tensor \`${cutText(unknown, 100)}\``;
    const model = modelOf(parts, batchMax);
    if (model.horizon !== spec.horizon)
      return 'the horizon of the weights is another than that of the settings';
    const series = risingSeries(header, tailPoints(spec) + 1);
    const { horizon } = spec;
    const request = { horizon, quantiles: [0.5], levels: [], samples: 0, seed: 1, fittedSteps: 0 };
    const futureValues = Object.fromEntries(
      (spec.covariates?.future ?? []).map((name) => [name, new Float64Array(horizon)]),
    );
    const future = [{ given: [{ times: null, covariates: futureValues }], stored: [] }];
    const [answer] = forecastSeries({ header, series: [series], future, ...request }, model, batchMax);
    const isUsable = !('problem' in answer) || answer.problem.code !== 'forecast_not_finite';
    return isUsable ? null : 'it forecasts numbers that are not finite';
  } catch (error) {
    const isOurs = error instanceof EngineError || (error as { code?: string }).code === 'ERR_ASSERTION';
    return isOurs ? (error as Error).message : 'its weights and settings do not fit together';
  }
}

/** A series of positive values at consecutive times of the calendar. */
function risingSeries(header: InspectTask['header'], length: number): SeriesData {
  const times = nextTimes(header, 0, length);
  const values = Float64Array.from(times, (_, i) => 100 + (i % 7));
  const covariates = Object.fromEntries(header.covariates.map((name) => [name, values.slice()]));
  return { id: 'probe', times, values, covariates, static: {} };
}
