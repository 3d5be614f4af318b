import { type Shape, svgNamespace } from '../src/pictures/drawing/index.ts';

/** Elements of a picture. They are made one by one and not from markup: a page may require Trusted Types. */
export function elementOf({ name, attributes, children }: Shape): SVGElement {
  const element = document.createElementNS(svgNamespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== 'xmlns') element.setAttribute(key, String(value));
  }
  element.append(...children.map((child) => (typeof child === 'string' ? child : elementOf(child))));
  return element;
}
