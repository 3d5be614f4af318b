import { signal } from '@preact/signals';
import { type Language, language } from '../../messages/index.ts';

type Translations = typeof import('../../messages/server.ts');
type Translated = Exclude<Language, 'en'>;

const loaded = signal<Translations | null>(null);

/** Translations of what the service says; null in English, in which it writes, and until they are loaded. A component
 *  that calls it is drawn again when they are. */
export function useServerWords(): {
  problems: Translations['problemWords'][Translated];
  sentences: Translations['cardSentences'][Translated];
} | null {
  const chosen = language.value;
  if (chosen === 'en') return null;
  if (loaded.value === null) {
    void import('../../messages/server.ts').then((module) => {
      loaded.value = module;
    });
    return null;
  }
  return { problems: loaded.value.problemWords[chosen], sentences: loaded.value.cardSentences[chosen] };
}
