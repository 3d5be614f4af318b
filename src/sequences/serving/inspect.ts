import { isDeepStrictEqual } from 'node:util';
import type { SymbolInspectTask } from '../../contracts/ports/index.ts';
import { cutText, limits, symbolSpecSchema } from '../../contracts/schemas/index.ts';
import { decodeSafetensors, EngineError, type Kernel } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { weightValuesFault } from '../../training/index.ts';
import { decodeSymbolWeights, weightsKind } from '../network/index.ts';
import { forecastSymbols } from './forecast.ts';

const metadataNames = ['format', 'version', 'spec', 'vocabulary'];

/** Checks that an imported model can forecast: reads its weights and forecasts from its first symbol.
 *  @returns null, or the reason why it cannot */
export function inspectSymbolModel(
  { weights, spec, vocabulary }: SymbolInspectTask,
  kernel: Kernel,
): string | null {
  try {
    const file = decodeSafetensors(weights.bytes);
    const { metadata } = file;
    const { format, version } = weightsKind;
    if (metadata.format === format && metadata.version !== version)
      return `its weights are in version ${metadata.version?.slice(0, 20)} of their format; accepted: ${version}. Train the model anew where it came from`;
    const fault = weightValuesFault(file);
    if (fault !== null) return fault;
    const odd = Object.keys(metadata).find((name) => !metadataNames.includes(name));
    if (odd !== undefined) return `its weights have unknown metadata, \`${cutText(odd, 100)}\``;
    // The schema bounds the sizes before memory is allocated for them.
    const written = symbolSpecSchema.parse(JSON.parse(metadata.spec));
    if (!isDeepStrictEqual(written, spec))
      return 'the settings of the weights are others than those of the model';
    const open = Object.entries(spec).find(([, value]) => value === null);
    if (open !== undefined) return `its setting \`${open[0]}\` is not decided`;
    if (spec.input === 'one_hot' && vocabulary.length > limits.oneHotVocabularyMax)
      return `\`one_hot\` takes ${limits.oneHotVocabularyMax} different symbols at most, and it has ${vocabulary.length}`;
    if (spec.vocabulary_size !== vocabulary.length || new Set(vocabulary).size !== vocabulary.length)
      return 'its vocabulary has another size than its settings say';
    if (!isDeepStrictEqual(JSON.parse(metadata.vocabulary), vocabulary))
      return 'the vocabulary of the weights is another than that of the dataset';
    const loaded = decodeSymbolWeights(weights.bytes, kernel);
    // Each forecast reads the header on the main thread, so it is no longer than that of the network.
    const names = new Set(loaded.network.parameters.tensors.map(({ name }) => name));
    const unknown = [...file.tensors.keys()].find((name) => !names.has(name));
    if (unknown !== undefined) return `the network has no tensor \`${cutText(unknown, 100)}\``;
    const request = { top: 1, length: 1, beams: 1, samples: 1, temperature: 1, seed: 1, explain: false };
    forecastSymbols({ weights, context: [vocabulary[0]], ...request }, loaded);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'forecast_not_finite')
      return 'it forecasts numbers that are not finite';
    const isOurs = error instanceof EngineError || (error as { code?: string }).code === 'ERR_ASSERTION';
    return isOurs ? (error as Error).message : 'its weights and settings do not fit together';
  }
}
