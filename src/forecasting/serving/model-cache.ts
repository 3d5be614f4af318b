import type { Weights } from '../../contracts/ports/index.ts';
import { type Kernel, selectKernel } from '../../engine/index.ts';
import { NewestEntries } from '../../newest-entries.ts';
import {
  decodeParts,
  type FittedModel,
  type MemberBuild,
  type ModelParts,
  modelOf,
  rebuildMembers,
} from '../ensemble/index.ts';
import { forecastBatch } from '../network/index.ts';

/** Networks of a model, built at their first use, by what they are built for. */
interface BuiltModel {
  kernel: Kernel; // of forecasts
  forecasts: { parts: ModelParts; model: FittedModel } | null;
  gradients: ModelParts | null;
}

export interface ModelCache {
  /** The model, for forecasts of at most `forecastBatch` windows at a time. */
  model(weights: Weights, kernelName: string | undefined): FittedModel;
  /** The networks, for gradients of at most `forecastBatch` windows; valid until those of
   *  another model are requested. */
  gradients(weights: Weights, kernelName: string | undefined): { parts: ModelParts; kernel: Kernel };
}

/** Keeps the models that were used last, at most `modelsMax`. Networks for gradients take more memory: only one model
 *  has them, in the kernel of all gradients. The weights of a model are decoded once. */
export function createModelCache(modelsMax: number): ModelCache {
  const models = new NewestEntries<string, BuiltModel>(modelsMax);
  const gradientKernels = new Map<string | undefined, Kernel>();
  let closeScope = () => {};

  /** Takes the memory of the networks for gradients that were built before, and returns the kernel for new ones. */
  function kernelForGradients(kernelName: string | undefined): Kernel {
    for (const model of models.values()) model.gradients = null;
    closeScope();
    const kernel = gradientKernels.get(kernelName) ?? selectKernel(kernelName);
    gradientKernels.set(kernelName, kernel);
    closeScope = kernel.openScope();
    return kernel;
  }

  function lookUp({ sha256 }: Weights, kernelName: string | undefined): BuiltModel {
    const known = models.take(sha256);
    if (known !== undefined) return known;
    const built = { kernel: selectKernel(kernelName), forecasts: null, gradients: null };
    models.keep(sha256, built);
    return built;
  }

  function build(
    { bytes }: Weights,
    { forecasts, gradients }: BuiltModel,
    { kernel, use }: Pick<MemberBuild, 'kernel' | 'use'>,
  ): ModelParts {
    const decoded = forecasts?.parts ?? gradients;
    if (decoded === null) return decodeParts(bytes, ['members'], kernel, forecastBatch, use);
    const members = rebuildMembers(decoded.members, { kernel, batchMax: forecastBatch, use });
    return { ...decoded, members, kernel };
  }

  return {
    model(weights, kernelName) {
      const built = lookUp(weights, kernelName);
      if (built.forecasts === null) {
        const parts = build(weights, built, { kernel: built.kernel, use: 'forecasts' });
        built.forecasts = { parts, model: modelOf(parts, forecastBatch) };
      }
      return built.forecasts.model;
    },
    gradients(weights, kernelName) {
      const built = lookUp(weights, kernelName);
      if (built.gradients === null) {
        const kernel = kernelForGradients(kernelName);
        built.gradients = build(weights, built, { kernel, use: 'gradients' });
      }
      return { parts: built.gradients, kernel: built.gradients.kernel };
    },
  };
}
