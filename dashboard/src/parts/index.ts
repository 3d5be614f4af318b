export { Ago, JobDuration, jobSeconds, useAgo } from './ago.tsx';
export { Button } from './button.tsx';
export { type Change, useChange } from './change.ts';
export { type ChartColumn, type ChartNumbers, ChartTable } from './chart-table.tsx';
export { type Choice, Choices } from './choices.tsx';
export { Code } from './code.tsx';
export { Dialog } from './dialog.tsx';
export { useEnding } from './ending.ts';
export { Field, type FieldIds, type Option, Select } from './field.tsx';
export {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatFixed,
  formatMoment,
  formatPercent,
  formatProbability,
  formatSeriesTime,
  formatStamp,
  formatStored,
  formatTogether,
  formatValue,
} from './format.ts';
export { Icon, type IconName } from './icon.tsx';
export { JobActions } from './job-actions.tsx';
export { JobStatus, useStatusNames } from './job-status.tsx';
export { NameSearch, useNameSearch } from './name-search.tsx';
export { Badge, Facts, Figure, Fold, Notice, PageHead, Panel, Progress, useTitle } from './panel.tsx';
export { fileName, saveFile } from './save-file.ts';
export { CardNotes, CardSummary, ProblemText, ProblemTitle, ServerText } from './server-text.tsx';
export {
  EmptyState,
  ErrorNotice,
  ErrorText,
  FailureState,
  FaultState,
  Loaded,
  LoadedPage,
  LoadedRows,
  MoreRows,
  Skeleton,
} from './states.tsx';
export { type Column, Table } from './table.tsx';
export { type Tab, Tabs } from './tabs.tsx';
export { readSeriesTail, unlistedSeries } from './tails/series-tail.ts';
export { earlyTime, indexUntil, pointsUntil } from './tails/tail-search.ts';
export { csvFileOf } from './text/csv.ts';
export { distinctNames, namedOptions } from './text/distinct-names.ts';
export { useSettledText } from './text/settled-text.ts';
export { contextOfText, textOfSymbols } from './text/symbol-text.ts';
export { TextField } from './text-field.tsx';
export { Toasts, toast } from './toast.tsx';
export { VirtualList } from './virtual-list.tsx';
