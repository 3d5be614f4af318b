import type { Weights } from '../contracts/ports.ts';
import { exportRecurrentOnnx, selectKernel } from '../engine/index.ts';
import { decodeMembers } from './weights-file.ts';

/** The network of a weights file in ONNX: recurrent layers and head, from scaled inputs `x` [steps, batch, I] to the
 *  head's numbers `y` [batch, outputs] (see fan.ts for what they mean). The scaling before and the fan after are not
 *  in the file; the spec that they follow is in its metadata. */
export function exportNetwork({ bytes }: Weights): Uint8Array {
  const [{ network, layout, spec }] = decodeMembers(bytes, selectKernel(), 1);
  return exportRecurrentOnnx({
    parameters: network.parameters,
    prefix: 'encoder.',
    headPrefix: 'head.',
    cell: spec.cell,
    inputSize: layout.inputSize,
    hiddenSize: spec.hidden_size,
    layers: spec.layers,
    metadata: { spec: JSON.stringify(spec) },
  });
}
