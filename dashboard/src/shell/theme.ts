import { effect, signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const place = 'gatecast.theme';

/** Chosen theme. `auto` follows the system. */
export const theme = signal<Theme>(kept());

effect(() => {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  try {
    localStorage.setItem(place, chosen);
  } catch {
    // A browser without storage forgets the choice with the tab.
  }
}

function kept(): Theme {
  try {
    return themes.find((name) => name === localStorage.getItem(place)) ?? 'auto';
  } catch {
    return 'auto';
  }
}
