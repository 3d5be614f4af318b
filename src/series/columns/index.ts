export { changesWithFiles, isChanging } from './changing-values.ts';
export {
  arePrices,
  closeKeys,
  columnByWord,
  columnsWithout,
  describesDay,
  idKeys,
  idRank,
  isNamedAsJulian,
  isNamedAsTime,
  isNumbered,
  isUnnamed,
  mayBeId,
  mayNumberRows,
  namesCount,
  namesRecords,
  namesTime,
  numbersEntries,
  rowKeysMin,
  targetKeys,
  timeKeys,
} from './column-names.ts';
export { acceptedSigns, hasDebitMark, tellsDebits } from './debit-words.ts';
export { allFlagWords, type FlagWords, flagOf } from './flags.ts';
export {
  acceptedHeader,
  type Column,
  columnByKey,
  columnFinder,
  columnNamed,
  columnsNamed,
  columnWithName,
  keyOf,
  labelOf,
  leftOut,
  looksLikeData,
  naming,
  readHeader,
} from './header.ts';
export { acceptedForLimit, areLimited } from './limits.ts';
export { acceptedHours, flagFault, isDuration, numberFault } from './number-faults.ts';
export {
  bareNumber,
  decimalEvidence,
  isCurrency,
  isMissing,
  mayBeGroup,
  type NumberStyle,
  readNumber,
  readSimple,
} from './numbers.ts';
export { describesRows, mayBeQuantity, namesCoordinate, namesThing, namesUnit } from './thing-names.ts';
export {
  currencyBefore,
  isAmount,
  isNumber,
  isQuantity,
  limitIn,
  refuseUnits,
  splitUnit,
  unitOfColumn,
} from './units.ts';
