export { App } from './app.tsx';
export type { Page, PageName, PageProps } from './pages.ts';
export { navigate, query, setQuery } from './router.ts';
export { chooseTheme, type Theme, theme, themes } from './theme.ts';
