import { createRng, type Kernel } from '../../engine/index.ts';
import { type Layout, layoutOf, type MemberSpec } from '../families/index.ts';
import { createNetwork, type Network } from '../network/index.ts';

/** A network and what it was built from. */
export interface Member {
  network: Network;
  layout: Layout;
  spec: MemberSpec;
}

export interface MemberBuild {
  kernel: Kernel;
  /** Windows that the network reads side by side. */
  batchMax: number;
  /** For `forecasts` the weights are frozen. For `gradients` the network has no dropout, and gives the gradients of its
   *  inputs. */
  use: 'training' | 'forecasts' | 'gradients';
}

/** @param fill sets the weights and the base of the network */
export function buildMember(
  spec: MemberSpec,
  { kernel, batchMax, use }: MemberBuild,
  fill: (network: Network) => void,
): Member {
  const layout = layoutOf(spec);
  const network = createNetwork({
    kernel,
    spec: use === 'gradients' ? { ...spec, dropout: 0 } : spec,
    layout,
    batchMax,
    rng: createRng(spec.seed),
    inputGradients: use === 'gradients',
  });
  fill(network);
  if (use === 'forecasts') network.freeze();
  return { network, layout, spec };
}

/** The weights of a network, and what it is built from. */
export interface NetworkWeights {
  spec: MemberSpec;
  parameters: Float32Array; // [P]
  base: Float32Array; // [K, Q]
}

/** Copies of the weights, which messages between threads may carry. */
export function weightsOf(members: readonly Member[]): NetworkWeights[] {
  return members.map(({ spec, network: { parameters, base } }) => ({
    spec,
    parameters: Float32Array.from(parameters.values),
    base: Float32Array.from(base),
  }));
}

export function memberFrom({ spec, parameters, base }: NetworkWeights, build: MemberBuild): Member {
  return buildMember(spec, build, (network) => {
    network.parameters.values.set(parameters);
    network.setBase(base);
  });
}

/** The same networks, built for another use. */
export function rebuildMembers(members: readonly Member[], build: MemberBuild): Member[] {
  return weightsOf(members).map((weights) => memberFrom(weights, build));
}
