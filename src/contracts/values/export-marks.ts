/** Start of an exported CSV. An upload takes the next column as the target, all further columns of numbers as its
 *  covariates, and integers as integer times instead of dates. Other programs quote all names, or those that
 *  need it, so none of them writes this. They read it as `unique_id,ds`. */
export const exportMark = 'unique_id,"ds",';

/** The writer of an exported Parquet file, as its metadata name it. The columns are those of the CSV. */
export const exportWriter = 'gatecast';

/** Metadata of an exported Parquet file whose attributes have their types. Exports of version 0.1
 *  have all of them as text. */
export const exportTypes = { key: 'gatecast.attributes', value: 'typed' };
