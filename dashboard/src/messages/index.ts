export { defineMessages, type Language, languages } from './define.ts';
export { chooseLanguage, language, useMessages } from './language.ts';
