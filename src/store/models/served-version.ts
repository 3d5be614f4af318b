/** A version of a served model: its id, the transactions that wrote its row and the row of its dataset, and the start
 *  of the server. Each change of data writes the row of the dataset. `xmin` names the transaction that wrote a row;
 *  locks do not change it. A standby that takes over gives the numbers of transactions that were lost again, and has
 *  started at another time. Null without such a model. */
export const servedVersion =
  "(models.id || ' ' || models.xmin || ' ' || datasets.id || ' ' || datasets.xmin || ' ' || pg_postmaster_start_time())";
