/** Pictures of forecasts as trees of SVG elements. The server and the web component draw with the same code, so it has
 *  nothing that only one of them has. */
export { forecastPicture } from './forecast-picture.ts';
export { type Readings, readingsOf } from './readings.ts';
export { type Shape, svgNamespace, svgText } from './shapes.ts';
export { coloursOf, fontFamily, styleSheet, type Theme } from './themes.ts';
