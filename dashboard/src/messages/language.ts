import { effect, signal } from '@preact/signals';
import { type Language, languages, type Messages } from './define.ts';

const place = 'gatecast.language';

/** Language of the page: the one that was chosen here before, or the first of the browser that the page has. */
export const language = signal<Language>(kept() ?? preferred());

effect(() => {
  document.documentElement.lang = language.value;
});

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(place, chosen);
  } catch {
    // A browser without storage forgets the choice with the tab.
  }
}

/** Messages of a room in the language of the page. A component that calls it is drawn again when
 *  the language changes. */
export function useMessages<M>(messages: Messages<M>): M {
  return messages[language.value] as M;
}

function kept(): Language | undefined {
  try {
    return languages.find((name) => name === localStorage.getItem(place));
  } catch {
    return undefined;
  }
}

function preferred(): Language {
  const codes = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return codes.flatMap((code) => languages.filter((name) => name === code))[0] ?? 'en';
}
