export { createPanelForecaster, type PanelBasis } from './panel-forecast.ts';
