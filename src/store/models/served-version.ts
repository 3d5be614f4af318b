/** A version of a served model: its id, and the transactions that wrote its row and the row of its dataset. Each change of
 *  data writes the row of the dataset. `xmin` names the transaction that wrote a row; locks do not change it. */
export const servedVersion = "concat_ws(' ', models.id, models.xmin, datasets.id, datasets.xmin)";
