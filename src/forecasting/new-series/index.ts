export { createPanelForecaster, type PanelBasis } from './panel-forecast.ts';
export type { UnmatchedAttribute } from './similarity.ts';
