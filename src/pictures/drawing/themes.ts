/** The colours of a picture. */
interface Colours {
  background: string;
  border: string;
  /** Titles. */
  text: string;
  /** Labels. */
  muted: string;
  grid: string;
  /** The observed values. */
  observed: string;
  /** The forecast. */
  accent: string;
  /** Opacity of one interval; they lie on each other. */
  band: number;
}

export const light: Colours = {
  background: '#ffffff',
  border: '#e4e7ec',
  text: '#101828',
  muted: '#667085',
  grid: '#eef0f4',
  observed: '#344054',
  accent: '#3559e0',
  band: 0.15,
};
export const dark: Colours = {
  background: '#0d1117',
  border: '#262c36',
  text: '#f0f3f8',
  muted: '#8d96a5',
  grid: '#1b212b',
  observed: '#c6cdd8',
  accent: '#7aa2ff',
  band: 0.19,
};

export const fontFamily =
  "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

export function coloursOf(theme: 'light' | 'dark'): Colours {
  return theme === 'dark' ? dark : light;
}

/** Rules for the classes of a picture. */
function rules(colours: Colours): string {
  const { background, border, text, muted, grid, observed, accent, band } = colours;
  return [
    `text{font-family:${fontFamily};font-size:12px;fill:${muted}}`,
    `.paper{fill:${background};stroke:${border}}`,
    `.title{font-size:16px;font-weight:600;fill:${text}}`,
    `.grid{stroke:${grid};stroke-width:1}`,
    `.axis{stroke:${border};stroke-width:1}`,
    `.now{stroke:${muted};stroke-width:1;stroke-dasharray:3 4;stroke-opacity:.6}`,
    `.band{fill:${accent};fill-opacity:${band}}`,
    `.swatch{fill:${accent}}`,
    `.median{fill:none;stroke:${accent};stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}`,
    `.observed{fill:none;stroke:${observed};stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}`,
    `.dot{fill:${observed}}`,
    `.ring{fill:${observed};stroke:${background};stroke-width:2}`,
    `.mark{fill:${accent};stroke:${background};stroke-width:2}`,
    `.point{font-weight:600;fill:${accent}}`,
    `.end{text-anchor:end}`,
    `.middle{text-anchor:middle}`,
  ].join('\n');
}

export type Theme = 'light' | 'dark' | 'auto';

/** The style sheet of a theme. `auto` follows the settings of whoever looks at the picture. */
export function styleSheet(theme: Theme): string {
  if (theme !== 'auto') return rules(coloursOf(theme));
  return `${rules(light)}\n@media (prefers-color-scheme:dark){\n${rules(dark)}\n}`;
}
