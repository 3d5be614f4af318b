import { initial } from './0001-initial.ts';
import { forecasts } from './0002-forecasts.ts';
import { datasetVersions } from './0003-dataset-versions.ts';
import type { Migration } from './migration.ts';

/** In order; a migration's version is its place in this list, from 1. */
export const migrations: Migration[] = [initial, forecasts, datasetVersions];
