/** A picture as a tree of SVG elements. The server writes it as text; a page makes elements of it. Neither way reads
 *  text as markup, so a name that a caller has chosen stays text. */
export interface Shape {
  name: string;
  attributes: Readonly<Record<string, string | number>>;
  children: readonly (Shape | string)[];
}

export function shape(
  name: string,
  attributes: Shape['attributes'] = {},
  children: Shape['children'] = [],
): Shape {
  return { name, attributes, children };
}

export const svgNamespace = 'http://www.w3.org/2000/svg';

/** The picture as an SVG document. */
export function svgText({ name, attributes, children }: Shape): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : svgText(child)));
  return `<${name}${written.join('')}>${inside.join('')}</${name}>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text without a character that ends it, and without those that XML 1.0 does not have (2.2). */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character]);
}
