export { defineMessages, type Language, languageNames, languages } from './define.ts';
export { chooseLanguage, language, useMessages } from './language.ts';
