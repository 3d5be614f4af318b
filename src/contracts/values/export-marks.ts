/** Start of an exported CSV whose target an upload would not find by name: the next column is the target. Other programs quote all
 *  names, or those that need it, so none of them writes this. They read it as `unique_id,ds`. */
export const exportMark = 'unique_id,"ds",';

/** The writer of an exported Parquet file, as its metadata name it. The target follows `unique_id` and `ds`. */
export const exportWriter = 'gatecast';
