/** Outlines on a grid of 24. */
const outlines = {
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  data: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3Zm0 0v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  train: 'M3 19c4 0 4-12 8-12 3 0 3 8 6 8 2 0 3-2 4-4M3 3v18h18',
  model: 'm12 3 8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  memory: 'M8 11h8v8H8zM3 15h5m8 0h5M16 11V8a4 4 0 0 0-8 0v.5M6 6.5l2 2 2-2',
  forecast: 'm3 17 4-5 3 3 3-4m0 0 8-6v12z',
  compare: 'M5 20V9m5 11V4m5 16v-8m5 8V7',
  jobs: 'M4 6h3m4 0h9M4 12h3m4 0h9M4 18h3m4 0h9',
  settings: 'M4 7h9m6 0h1M4 17h1m6 0h9M16 4.5v5M8 14.5v5',
  key: 'M14 10a4 4 0 1 0-3.9 4.9L12 13h2v-2h2l4-4V4h-3l-5.2 5.2',
  book: 'M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2Zm0 0v14',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'm6 6 12 12M18 6 6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0-5v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  screen: 'M3 5h18v11H3zM9 20h6m-3-4v4',
  upload: 'M12 16V4m-5 5 5-5 5 5M4 16v4h16v-4',
  download: 'M12 4v12m-5-5 5 5 5-5M4 16v4h16v-4',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  left: 'M19 12H5m6-6-6 6 6 6',
  expand: 'M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5',
  edit: 'm4 20 1-4L16 5l3 3L8 19zM14 7l3 3',
  trash: 'M5 7h14M9 7V4h6v3m-8 0 1 13h8l1-13',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v4.5l3 2',
  check: 'm5 13 4 4L19 7',
  alert: 'M12 4 2.5 20h19zM12 10v4m0 3v.1',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  play: 'M7 4v16l13-8z',
  pause: 'M8 5v14M16 5v14',
  previous: 'm15 6-6 6 6 6',
  next: 'm9 6 6 6-6 6',
  toFirst: 'M6 6v12m12-12-7 6 7 6',
  toLast: 'M18 6v12M6 6l7 6-7 6',
  stop: 'M6 6h12v12H6z',
  retry: 'M4 12a8 8 0 1 1 2.5 5.8M4 20v-5h5',
} as const;

export type IconName = keyof typeof outlines;

/** A drawing beside a text. It has no name of its own, so a button without text needs `aria-label`. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={outlines[name]} />
    </svg>
  );
}
