/** A message: a text, or a function that puts values into one. */
type Message = string | ((...values: never[]) => string);

/** The same keys, where a text may be any other text. */
type Translated<M> = { [Key in keyof M]: M[Key] extends string ? string : M[Key] };

/** Messages of one room in every language. A key that Korean lacks, or that English does not have, is a type error. */
export function defineMessages<const M extends Record<string, Message>>(messages: {
  en: M;
  ko: Translated<NoInfer<M>>;
}): Messages<Translated<M>> {
  return messages as Messages<Translated<M>>;
}

export type Messages<M> = { en: M; ko: Translated<M> };
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];
/** Each language in its own words. */
export const languageNames: Record<Language, string> = { en: 'English', ko: '한국어' };
