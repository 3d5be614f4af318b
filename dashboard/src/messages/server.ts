/** Translations of what the service says in English. Loaded when a page in another language needs them. */
export { cardSentences } from './card-sentences.ts';
export { problemWords } from './problems.ts';
