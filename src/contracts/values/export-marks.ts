/** Start of an exported CSV whose columns an upload would not find by name: the next column is the target, and further columns of
 *  numbers are its covariates. Other programs quote all names, or those that need it, so none of them writes this. They read it
 *  as `unique_id,ds`. */
export const exportMark = 'unique_id,"ds",';

/** The writer of an exported Parquet file, as its metadata name it. The columns are those of a marked CSV. */
export const exportWriter = 'gatecast';
