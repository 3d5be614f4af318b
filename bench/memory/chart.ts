/** Line charts as SVG: panels side by side that share the axes, one legend above them. */

export interface Line {
  label: string;
  colour: string;
  isDashed?: boolean;
  isMarked?: boolean;
  /** Those beyond the end of the axis of x, under that of y, or without y are left out. */
  points: { x: number; y: number | null }[];
}

export interface Panel {
  title: string;
  lines: Line[];
}

export interface Axis {
  label: string;
  scale: 'linear' | 'log' | 'ordinal';
  /** Ascending; the first and the last are the ends of the axis, but on an ordinal axis, where they are all places. */
  ticks: number[];
  format?: (tick: number) => string;
}

export interface Chart {
  title: string;
  x: Axis;
  y: Axis;
  panels: Panel[];
}

const panelWidth = 360;
const panelHeight = 260;
const margin = { left: 74, right: 16, top: 92, bottom: 56 };
const gap = 28;
const legendWidth = 196;
const legendRow = 18;
const ink = '#1f2937';

export function chartSvg(chart: Chart): string {
  const { x, y, panels } = chart;
  const labels = panels.flatMap(({ lines }) => lines);
  const legend = labels.filter((line, i) => labels.findIndex(({ label }) => label === line.label) === i);
  const width = margin.left + panels.length * panelWidth + (panels.length - 1) * gap + margin.right;
  const perRow = Math.max(1, Math.floor((width - margin.left) / legendWidth));
  const top = margin.top + (Math.ceil(legend.length / perRow) - 1) * legendRow;
  const height = top + panelHeight + margin.bottom;
  const toY = place(y, panelHeight);

  const parts = [
    `<text x="${margin.left}" y="24" font-size="15" font-weight="600">${escaped(chart.title)}</text>`,
    ...legend.map((line, i) => {
      const at = { x: margin.left + (i % perRow) * legendWidth, y: 46 + Math.floor(i / perRow) * legendRow };
      return `<path d="M${at.x} ${at.y}h26" ${stroke(line)}/>${line.isMarked ? dot(at.x + 13, at.y, line.colour) : ''}<text x="${at.x + 33}" y="${at.y + 4}">${escaped(line.label)}</text>`;
    }),
    `<text transform="translate(18 ${top + panelHeight / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
  ];
  for (const [index, panel] of panels.entries()) {
    const left = margin.left + index * (panelWidth + gap);
    const toX = place(x, panelWidth);
    parts.push(`<g transform="translate(${left} ${top})">`);
    parts.push(`<text x="0" y="-10" font-weight="600">${escaped(panel.title)}</text>`);
    for (const tick of y.ticks) {
      const at = round(panelHeight - toY(tick));
      parts.push(`<path d="M0 ${at}H${panelWidth}" stroke="#e5e7eb"/>`);
      if (index === 0)
        parts.push(`<text x="-8" y="${at + 4}" text-anchor="end">${(y.format ?? String)(tick)}</text>`);
    }
    for (const tick of x.ticks) {
      const at = round(toX(tick));
      parts.push(`<path d="M${at} ${panelHeight}v5" stroke="${ink}"/>`);
      parts.push(
        `<text x="${at}" y="${panelHeight + 20}" text-anchor="middle">${(x.format ?? String)(tick)}</text>`,
      );
    }
    parts.push(`<path d="M0 0V${panelHeight}H${panelWidth}" fill="none" stroke="${ink}"/>`);
    parts.push(
      `<text x="${panelWidth / 2}" y="${panelHeight + 42}" text-anchor="middle">${escaped(x.label)}</text>`,
    );
    for (const line of panel.lines)
      parts.push(...lineParts(line, toX, (value) => panelHeight - toY(value), { x, y }));
    parts.push('</g>');
  }
  const description = `${chart.title}. ${panels.map(({ title }) => title).join('; ')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="${ink}" role="img" aria-label="${escaped(description)}">\n<rect width="${width}" height="${height}" fill="#ffffff"/>\n${parts.join('\n')}\n</svg>\n`;
}

function lineParts(
  line: Line,
  toX: (x: number) => number,
  toY: (y: number) => number,
  axes: Pick<Chart, 'x' | 'y'>,
): string[] {
  const [low] = axes.y.ticks;
  const end = axes.x.ticks[axes.x.ticks.length - 1];
  const drawn = line.points.flatMap(({ x, y }) =>
    y === null || y < low || x > end ? [] : [[round(toX(x)), round(toY(y))] as const],
  );
  if (drawn.length === 0) return [];
  const path = drawn.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return [
    `<path d="${path}" ${stroke(line)}/>`,
    ...(line.isMarked ? drawn.map(([x, y]) => dot(x, y, line.colour)) : []),
  ];
}

function stroke({ colour, isDashed }: Line): string {
  return `fill="none" stroke="${colour}" stroke-width="2"${isDashed ? ' stroke-dasharray="6 4"' : ''}`;
}

function dot(x: number, y: number, colour: string): string {
  return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`;
}

/** From a value to its distance from the start of an axis of this length. */
function place({ scale, ticks }: Axis, length: number): (value: number) => number {
  if (scale === 'ordinal') {
    return (value) => (ticks.indexOf(value) / Math.max(1, ticks.length - 1)) * length;
  }
  const of = scale === 'log' ? Math.log10 : (value: number) => value;
  const [low, high] = [of(ticks[0]), of(ticks[ticks.length - 1])];
  return (value) => ((of(value) - low) / (high - low)) * length;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
