export { expectAccessible, expectNoSidewaysScroll } from './accessibility.ts';
export { hasChromium } from './chromium.ts';
export { type Dashboard, type OpenPage, sizes, startDashboard } from './dashboard.ts';
export { pagePaths } from './page-paths.ts';
export { months } from './series.ts';
export { openTables } from './tables.ts';
