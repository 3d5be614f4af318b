/** `<gatecast-forecast>`: the latest forecast of a model in any page. It is one module without dependencies.
 *
 *  | attribute | meaning | default |
 *  |---|---|---|
 *  | `model` | id or alias | – |
 *  | `token` | token of an embed | – |
 *  | `key` | API key with the scope `read`, for pages that only its holder sees | – |
 *  | `src` | address of the service | that of this module |
 *  | `series`, `history` | as in the API | as in the API |
 *  | `theme` | `auto`, `light`, `dark` | `auto` |
 *  | `refresh` | seconds between two reads, at least 10; 0: read until one read succeeds | 60 |
 *  | `height` | pixels | half of the width, 220 to 400 | */
import type { LatestForecast } from '../src/contracts/schemas/index.ts';
import { forecastPicture, readingsOf, styleSheet, type Theme } from '../src/pictures/drawing/index.ts';
import { elementOf } from './elements.ts';
import { type Failure, readLatest } from './latest.ts';
import { pauseMs } from './pauses.ts';
import { Readout } from './readout.ts';
import { frameRules } from './style.ts';

const [widthMin, heightMin] = [240, 140];
const home = new URL('/', import.meta.url).href;

export type State = 'loading' | 'ready' | 'offline' | 'error';

export class GatecastForecast extends HTMLElement {
  static readonly observedAttributes = 'src model series history token key theme refresh height'.split(' ');

  readonly #sheet = new CSSStyleSheet();
  readonly #frame = document.createElement('div');
  readonly #readout = new Readout();
  readonly #status = document.createElement('p');
  readonly #resizes = new ResizeObserver(() => this.#draw());
  #forecast: LatestForecast | null = null;
  #tag: string | null = null;
  #failures = 0;
  #drawn = '';
  /** Aborted when the element leaves the page or reads something else, and by the next read. */
  #reading = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  /** Whether the element stands in a page, and has begun to read. */
  #isShown = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [this.#sheet];
    this.#frame.className = 'frame';
    this.#frame.part.add('frame');
    this.#status.className = 'status';
    this.#status.part.add('status');
    this.#status.setAttribute('role', 'status');
    root.append(this.#frame, this.#status);
  }

  connectedCallback(): void {
    this.#resizes.observe(this);
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    this.#isShown = true;
    this.#restyle();
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#resizes.disconnect();
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#isShown = false;
    this.#stop();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // An element that stood in the page before this module gets its attributes before it is shown.
    if (!this.#isShown || before === after) return;
    if (name === 'theme') this.#restyle();
    else if (name === 'height') this.#draw();
    else this.#restart();
  }

  /** `loading`, `ready`, `offline` or `error`. A page can style it: `gatecast-forecast[state='error']`. */
  get state(): State {
    return (this.getAttribute('state') ?? 'loading') as State;
  }

  /** The forecast that is shown; null until the first one has been read. */
  get forecast(): LatestForecast | null {
    return this.#forecast;
  }

  #restyle(): void {
    const given = this.getAttribute('theme');
    const theme: Theme = given === 'light' || given === 'dark' ? given : 'auto';
    this.#sheet.replaceSync(`${frameRules(theme)}\n${styleSheet(theme)}`);
  }

  #stop(): void {
    this.#reading.abort();
    clearTimeout(this.#timer);
  }

  /** Begins anew, because the element shows something else from now on. Attributes that are set one after the
   *  other cause one read. */
  #restart(): void {
    this.#stop();
    this.#reading = new AbortController();
    [this.#forecast, this.#tag, this.#failures, this.#drawn] = [null, null, 0, ''];
    this.#frame.replaceChildren();
    this.#show('loading', 'Loading the forecast…');
    const { signal } = this.#reading;
    queueMicrotask(() => {
      if (!signal.aborted) void this.#read();
    });
  }

  async #read(): Promise<void> {
    // The answer of a read that began before this one would replace a newer one.
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    const model = this.getAttribute('model');
    if (model === null || model === '') {
      this.#refuse('No model', 'Set the attribute `model` to the id or the alias of a model.');
      return;
    }
    const service = addressOf(this.getAttribute('src') ?? home);
    if (service === null) {
      this.#refuse('No address', 'The attribute `src` is not the address of a service.');
      return;
    }
    const [series, history, token, key] = ['series', 'history', 'token', 'key'].map((name) =>
      this.getAttribute(name),
    );
    if (key !== null && !/^[\x20-\x7e\xa0-\xff]*$/.test(key)) {
      // `fetch` throws for such a header, as it does without a connection.
      this.#refuse('No key', 'The attribute `key` has a character that no key has. Copy the key again.');
      return;
    }
    const reading = await readLatest({ service, model, series, history, token, key }, signal);
    if (signal.aborted) return;
    if ('failure' in reading) this.#fail(reading.failure);
    else this.#succeed(reading.forecast, reading.tag);
    this.#schedule();
  }

  #succeed(forecast: LatestForecast, tag: string | null): void {
    this.#failures = 0;
    const isSame = tag !== null && tag === this.#tag;
    if (!isSame) [this.#forecast, this.#tag, this.#drawn] = [forecast, tag, ''];
    this.#show('ready', '');
    if (isSame) return;
    this.#draw();
    this.dispatchEvent(new CustomEvent('gatecast-update', { detail: forecast }));
  }

  /** Says what is wrong with the attributes. Another one causes the next read. */
  #refuse(title: string, detail: string): void {
    this.#show('error', title, detail);
    const failure: Failure = { status: 0, code: 'attribute_invalid', title, detail };
    this.dispatchEvent(new CustomEvent('gatecast-error', { detail: failure }));
  }

  /** The last forecast stays in sight, with a line that says that it is not the newest. */
  #fail(failure: Failure): void {
    this.#failures++;
    const { status, title, detail } = failure;
    // A permission that has ended hides what it allowed.
    if (status === 401 || status === 403 || status === 404) {
      [this.#forecast, this.#tag, this.#drawn] = [null, null, ''];
      this.#frame.replaceChildren();
    }
    const isOffline = status === 0;
    if (this.#forecast === null) this.#show(isOffline ? 'offline' : 'error', title, detail);
    else
      this.#show(
        isOffline ? 'offline' : 'error',
        `${title}. The picture is of ${timeOfDay(this.#forecast.created_at)}.`,
      );
    this.dispatchEvent(new CustomEvent('gatecast-error', { detail: failure }));
  }

  #show(state: State, title: string, detail = ''): void {
    if (this.getAttribute('state') !== state) this.setAttribute('state', state);
    this.setAttribute('aria-busy', String(state === 'loading'));
    const strong = document.createElement('strong');
    strong.textContent = title;
    const parts: (Node | string)[] = title === '' ? [] : [strong, ...(detail === '' ? [] : [' ', detail])];
    // A live region that is written again is read again.
    if (this.#status.textContent !== [title, detail].filter(Boolean).join(' '))
      this.#status.replaceChildren(...parts);
    this.#status.classList.toggle('beside', this.#forecast !== null);
  }

  #draw(): void {
    if (this.#forecast === null || !this.isConnected) return;
    const width = Math.max(widthMin, Math.floor(this.clientWidth));
    const given = Number(this.getAttribute('height'));
    const height =
      given >= heightMin ? Math.floor(given) : Math.round(Math.min(400, Math.max(220, width / 2)));
    const size = `${width}×${height}`;
    if (this.#drawn === size) return;
    this.#drawn = size;
    const picture = forecastPicture(this.#forecast, { width, height }, null);
    this.#readout.set(readingsOf(this.#forecast, { width, height }));
    const [shown] = this.#frame.children;
    // The readout stays in place, so that it keeps the focus.
    if (shown === undefined) this.#frame.replaceChildren(elementOf(picture), this.#readout.element);
    else shown.replaceWith(elementOf(picture));
  }

  #schedule(): void {
    this.#isDue = false;
    clearTimeout(this.#timer);
    const pause = pauseMs(this.getAttribute('refresh'), this.#failures);
    if (pause !== null) this.#timer = setTimeout(() => this.#due(), pause);
  }

  /** A page that nobody looks at reads nothing. It reads as soon as it is seen. */
  #due(): void {
    if (document.hidden) this.#isDue = true;
    else void this.#read();
  }

  readonly #wake = (event: Event): void => {
    const isBack = event.type === 'online' && this.state !== 'ready';
    if (document.hidden || !(this.#isDue || isBack)) return;
    this.#isDue = false;
    clearTimeout(this.#timer);
    void this.#read();
  };
}

/** The whole address that an attribute names; null if it is none. */
function addressOf(given: string): string | null {
  try {
    return new URL(given, document.baseURI).href;
  } catch {
    return null;
  }
}

function timeOfDay(created: string): string {
  return new Date(created).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

// A page may load the module twice, from two services.
if (customElements.get('gatecast-forecast') === undefined) {
  customElements.define('gatecast-forecast', GatecastForecast);
}
