export { decodeSymbolCheckpoint, encodeSymbolCheckpoint, type SymbolTrainingState } from './checkpoint.ts';
export { createSymbolNetwork, type State, type SymbolNetwork } from './network.ts';
export { exportSymbolNetwork } from './onnx.ts';
export { plannedSymbolSeconds, type ResolvedSymbolSpec, resolveSymbolSpec } from './spec.ts';
export { type Part, type Split, splitSequences } from './split.ts';
export { codesOf, createStreams, type Streams } from './streams.ts';
export { bitsPerNat } from './units.ts';
export { averageUnseen, codesSeen } from './unseen.ts';
export {
  decodeSymbolWeights,
  encodeSymbolWeights,
  type LoadedSymbolNetwork,
  loadWeights,
  weightsKind,
} from './weights-file.ts';
