import { coloursOf, fontFamily, type Theme } from '../src/pictures/drawing/index.ts';

/** Rules for what is around the picture: its box, and the line that says how it is. */
export function frameRules(theme: Theme): string {
  const light = coloured('light');
  if (theme !== 'auto') return `${layout}\n${coloured(theme)}`;
  return `${layout}\n${light}\n@media (prefers-color-scheme:dark){${coloured('dark')}}`;
}

const layout = [
  ':host{display:block;position:relative;min-width:240px;contain:inline-size}',
  ':host([hidden]){display:none}',
  '.frame{position:relative}',
  '.frame svg{display:block}',
  '.readout{position:absolute;inset:0;border-radius:10px;outline-offset:2px;touch-action:pan-y}',
  '.readout>*{position:absolute;pointer-events:none;visibility:hidden}',
  '.readout.on>*{visibility:visible}',
  '.line{width:1px;margin-left:-.5px}',
  '.spot{width:9px;height:9px;margin:-4.5px;border-radius:50%;box-sizing:border-box;border:2px solid}',
  `.card{display:flex;flex-direction:column;width:max-content;padding:6px 10px;border:1px solid;border-radius:8px;font:12px/1.5 ${fontFamily};box-shadow:0 2px 10px #0002}`,
  `.status{box-sizing:border-box;margin:0;font:13px/1.5 ${fontFamily}}`,
  '.status:not(.beside):not(:empty){display:flex;flex-direction:column;align-items:center;justify-content:center;gap:2px;min-height:220px;padding:20px;border:1px solid;border-radius:10px;text-align:center}',
  '.status.beside:not(:empty){padding:6px 20px 0}',
  ':host([state=loading]) .status{animation:gatecast-wait 1.6s ease-in-out infinite}',
  '@keyframes gatecast-wait{50%{opacity:.55}}',
  '@media (prefers-reduced-motion:reduce){:host([state=loading]) .status{animation:none}}',
].join('\n');

function coloured(theme: 'light' | 'dark'): string {
  const { background, border, text, muted, accent } = coloursOf(theme);
  return [
    `.status{color:${muted}}.status strong,.card strong{color:${text};font-weight:600}`,
    `.status:not(.beside):not(:empty),.card{background:${background};border-color:${border}}`,
    `.card{color:${muted}}.line{background:${muted}}.spot{background:${accent};border-color:${background}}`,
    `.readout:focus-visible{outline:2px solid ${accent}}`,
  ].join('');
}
