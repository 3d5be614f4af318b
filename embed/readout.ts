import type { Readings } from '../src/pictures/drawing/index.ts';

/** Keys that move the cursor. */
const moves: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at - 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at) => at - 10,
  PageUp: (at) => at + 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** A cursor over the picture that shows the values at one time: for a pointer, for keys, and in words for screen
 *  readers, to which it is a slider of time. */
export class Readout {
  readonly element = document.createElement('div');
  readonly #line = document.createElement('div');
  readonly #dot = document.createElement('div');
  readonly #card = document.createElement('div');
  #readings: Readings = { top: 0, bottom: 0, all: [] };
  #at = 0;

  constructor() {
    const { element } = this;
    element.className = 'readout';
    element.tabIndex = 0;
    element.setAttribute('role', 'slider');
    element.setAttribute('aria-label', 'Time');
    [this.#line.className, this.#dot.className, this.#card.className] = ['line', 'spot', 'card'];
    this.#card.setAttribute('aria-hidden', 'true'); // the slider has the same words
    element.append(this.#line, this.#dot, this.#card);
    element.addEventListener('pointermove', ({ offsetX }) => this.#point(offsetX));
    element.addEventListener('pointerdown', ({ offsetX }) => this.#point(offsetX));
    element.addEventListener('pointerleave', () => element.matches(':focus-visible') || this.#hide());
    element.addEventListener('focus', () => element.matches(':focus-visible') && this.#move(this.#at));
    element.addEventListener('blur', () => this.#hide());
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') return this.#hide();
      const move = moves[event.key];
      if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#move(move(this.#at, this.#readings.all.length - 1));
    });
  }

  /** Shows other values from now on, beginning at the end of the forecast. */
  set(readings: Readings): void {
    this.#readings = readings;
    this.#hide();
    this.#say(readings.all.length - 1);
  }

  #point(x: number): void {
    const { all } = this.#readings;
    this.#move(all.reduce((best, one, i) => (Math.abs(one.x - x) < Math.abs(all[best].x - x) ? i : best), 0));
  }

  #move(to: number): void {
    this.#say(to);
    const { top, bottom, all } = this.#readings;
    const { x, y, time, values } = all[this.#at];
    place(this.#line, { left: x, top, height: bottom - top });
    place(this.#dot, { left: x, top: y });
    const heading = document.createElement('strong');
    heading.textContent = time;
    this.#card.replaceChildren(
      heading,
      ...values.map((text) => Object.assign(document.createElement('span'), { textContent: text })),
    );
    this.element.classList.add('on');
    // The card is beside the line, on the side that has room.
    const isRight = x + 16 + this.#card.offsetWidth <= this.element.offsetWidth;
    place(this.#card, {
      left: isRight ? x + 12 : Math.max(0, x - 12 - this.#card.offsetWidth),
      top: top + 4,
    });
  }

  #say(to: number): void {
    const { all } = this.#readings;
    this.#at = Math.min(all.length - 1, Math.max(0, to));
    const { time, values } = all[this.#at];
    const { element } = this;
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', String(all.length - 1));
    element.setAttribute('aria-valuenow', String(this.#at));
    element.setAttribute('aria-valuetext', `${time}: ${values.join(', ')}`);
  }

  #hide(): void {
    this.element.classList.remove('on');
  }
}

function place(element: HTMLElement, pixels: { left: number; top: number; height?: number }): void {
  for (const [name, value] of Object.entries(pixels)) element.style.setProperty(name, `${value}px`);
}
