/** Start of an exported CSV that an upload would not read alike without it: the next column is the target, further columns of
 *  numbers are its covariates, and integers are integer times instead of dates. Other programs quote all names, or those that
 *  need it, so none of them writes this. They read it as `unique_id,ds`. */
export const exportMark = 'unique_id,"ds",';

/** The writer of an exported Parquet file, as its metadata name it. The columns are those of a marked CSV. */
export const exportWriter = 'gatecast';
