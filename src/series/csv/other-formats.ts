/** Refuses bodies that are not tables, by what their first line looks like. */
import { acceptedHeader } from '../columns/index.ts';
import { quoted, refuse } from '../faults/index.ts';

const json = /^\s*[{[]/;
const markup = /^\s*<(!|\?|html|svg)/i;

/** Several words: columns that are aligned with blanks. */
const blanks = /\S\s+\S/;

const acceptedInsteadOfLines =
  'the same rows as CSV, or one JSON document with the content type application/json: {"series": [{"times": [...], "values": [...]}]}';

const sql = /^\s*(?:insert\s+into|create\s+table|drop\s+table|copy\s+\S+\s.*from\s+stdin)\b/i;

/** Line protocol of InfluxDB: a measurement with its tags, fields with an equals sign, and nanoseconds. */
const lineProtocol =
  /^[^\s,=]+(?:,[^\s,=]+=[^\s,=]+)*\s+[^\s,=]+=(?:"[^"]*"|[^\s,"]+)(?:,[^\s,=]+=(?:"[^"]*"|[^\s,"]+))*(?:\s+-?\d{1,19})?\s*$/;

/** Text format of metrics, as exporters of Prometheus answer. */
const exposition = /^(?:# HELP .*\n)?# TYPE [a-zA-Z_:][\w:]* (?:counter|gauge|histogram|summary|untyped)\b/;

/** @param start the first lines with text */
export function looksLikeOtherFormat(start: string): boolean {
  const [header] = start.split('\n', 1);
  return exposition.test(start) || [json, markup, sql, lineProtocol].some((form) => form.test(header));
}

/** Refuses a body that is not a table. The message names the format that its first lines look like.
 *  @param start the first lines with text */
export function refuseBody(start: string): never {
  const [header] = start.split('\n', 1);
  const found = quoted(header.trim());
  const isJson = json.test(header);
  if (/^\s*\{.*\}\s*$/.test(header))
    return refuse('csv_invalid', {
      line: 1,
      message: `the body looks like lines of JSON, one object in each line: ${found}`,
      accepted: acceptedInsteadOfLines,
    });
  if (lineProtocol.test(header))
    return refuse('csv_invalid', {
      line: 1,
      message: `the body looks like line protocol of InfluxDB: ${found}`,
      accepted:
        'a table with a time, a series and a value in each row, such as the CSV of a query (Flux with pivot, or SQL)',
    });
  if (exposition.test(start))
    return refuse('csv_invalid', {
      line: 1,
      message: `the body looks like metrics in the text format of Prometheus, which have one value each: ${found}`,
      accepted:
        'the values over time, from a range query, as a table with a time, a series and a value in each row',
    });
  return refuse('csv_invalid', {
    line: 1,
    message: isJson
      ? `the body looks like JSON: ${found}`
      : markup.test(header)
        ? `the body looks like HTML or XML: ${found}`
        : sql.test(header)
          ? `the body looks like statements of SQL: ${found}`
          : `the first line has only one column: ${found}`,
    accepted: `${acceptedHeader}; cells separated by comma, semicolon, tab or |${isJson ? '; for JSON set the content type application/json' : blanks.test(header) ? ', not by blanks' : ''}`,
  });
}
