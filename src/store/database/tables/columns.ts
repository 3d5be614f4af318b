import type { ColumnType } from 'kysely';

export type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>;
export type NullableInstant = ColumnType<Date | null, Date | null, Date | null>;
