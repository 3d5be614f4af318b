/** Work with JSON whose cost grows with its size. */
import type { PointsPage } from '../../contracts/ports/index.ts';
import {
  chosen,
  csvOfForecast,
  type Formulas,
  formatTime,
  type KindName,
  linesOf,
  type SeriesPoints,
  type TabularRequest,
} from '../../contracts/schemas/index.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import { parseJsonBody, validated } from '../../validation/index.ts';
import { readDescription } from './bundle-description.ts';
import { namedSchemas } from './named-schemas.ts';
import { windowTable } from './window-tables.ts';

/** The value of a body, or why it is refused: classes of errors are lost between threads. */
export type Parsed =
  | { value: unknown }
  | { code: ErrorCode; details: Pick<ErrorDetails, 'detail' | 'faults'> };

export interface StoredTable {
  /** Forecasts and errors as JSON. */
  contents: Uint8Array;
  request: TabularRequest;
  formulas: Formulas | null;
}

export interface WindowsTable {
  /** Windows as JSON. */
  texts: readonly string[];
  kind: KindName;
  formulas: Formulas;
  hasHeader: boolean;
}

export const tasks = {
  /** Parses and validates a body. */
  parse({ bytes, schema }: { bytes: Uint8Array; schema: string }): Parsed {
    return parsed(() => {
      const body = parseJsonBody(bytes);
      const result = validated(chosen(namedSchemas.get(schema)!, body), body, 'body');
      if ('error' in result) throw result.error;
      return result.value;
    });
  },

  /** Parses and validates the description of a model in a bundle. */
  bundle: ({ bytes }: { bytes: Uint8Array }): Parsed => parsed(() => readDescription(bytes)),

  /** JSON for people, with a line for each value. */
  indented: ({ value }: { value: unknown }): string => `${JSON.stringify(value, null, 1)}\n`,

  /** The JSON of a value, by its schema. */
  write({ value, schema }: { value: unknown; schema: string }): string {
    return JSON.stringify(namedSchemas.get(schema)!.encode(value as never));
  },

  /** The JSON of a page of observations. NaN is written as null. */
  points({ id, time_kind, time_zone, times, values, covariates, next_cursor }: PointsPage): string {
    const page: SeriesPoints = {
      id,
      times: Array.from(times, (time) => formatTime(time, time_kind, time_zone)),
      values: Array.from(values),
      covariates: Object.fromEntries(
        Object.entries(covariates).map(([name, column]) => [name, Array.from(column)]),
      ),
      next_cursor,
    };
    return JSON.stringify(page);
  },

  /** A stored forecast as a table. @param formulas null: lines of JSON */
  storedTable({ contents, request, formulas }: StoredTable): string {
    const { forecasts, errors } = JSON.parse(Buffer.from(contents).toString());
    return formulas === null
      ? linesOf([...forecasts, ...errors])
      : csvOfForecast({ forecasts, errors, request }, formulas);
  },

  /** Windows of a backtest as CSV. */
  windowsTable: ({ texts, kind, ...options }: WindowsTable): string =>
    windowTable(
      kind,
      texts.map((text) => JSON.parse(text)),
      options,
    ),
};
export type Tasks = typeof tasks;

function parsed(read: () => unknown): Parsed {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, details: { detail: error.message, faults: error.details.faults } };
  }
}
