export { expectAccessible, expectNoSidewaysScroll, expectNothingSpills } from './accessibility.ts';
export { hasChromium } from './chromium.ts';
export { type Dashboard, type OpenPage, sizes, startDashboard } from './dashboard.ts';
export { dropFile } from './drop-file.ts';
export {
  fillLongNames,
  fillMoreLongNames,
  type LongText,
  longName,
  longNamedCsv,
  longTexts,
} from './long-names.ts';
export { overloaded } from './overloaded.ts';
export { pagePaths } from './page-paths.ts';
export { months } from './series.ts';
export { openTables } from './tables.ts';
