export { type Bar, BarChart } from './bar-chart.tsx';
export { axes, Chart, type ChartOptions, type ChartProps } from './chart.tsx';
export { secondsOf } from './clock.ts';
export { colourOf, coloursChanged } from './colours.ts';
export { ahead, type Fan, FanChart, type FanLine, type Points } from './fan-chart.tsx';
export { Legend, type LegendEntry } from './legend.tsx';
export { type Line, LineChart } from './line-chart.tsx';
export { SeriesChart } from './series-chart.tsx';
export { Sparkline } from './sparkline.tsx';
