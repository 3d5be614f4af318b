/** Writes dates with names of other languages as English ones. */
import { monthOfName } from '../calendar/index.ts';

const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const quarterWords =
  /^([1-4])\s?\.?\s*(?:quartal|vj\.|vierteljahr|trimestre|quarter|kwartał|kwartaal|kvartal|kvartaali|čtvrtletí|negyedév|çeyrek|квартал|кв\.)\s*(\d{4})(?:\s*г\.?)?$/i;
const word = /\p{L}{3,}\.?/gu;

/** The date in a notation that `readPlainDate` knows; null if it has no such name. */
export function inEnglish(text: string): string | null {
  const quarter = quarterWords.exec(text);
  if (quarter !== null) return `${quarter[2]}Q${quarter[1]}`;
  return eastAsian(text) ?? withEnglishMonth(text);
}

/** `2024년 1월 2일 오후 3:00`, `2024年1月`, `2024. 1. 2.` and `2024년 1분기` */
function eastAsian(text: string): string | null {
  const dated = inGregorianYears(text)
    .replace(/(?<!\s)\s*[(（][월화수목금토일月火水木金土日][)）]/, '')
    .replace(/^(\d{4})\s*(?:[년年]\s*)?(?:第)?([1-4])\s*(?:분기|季度|四半期)$/, '$1Q$2')
    .replace(/^(\d{4})\s*[년年]\s*(?:상반기|上半年|上半期|上期)$/, '$1H1')
    .replace(/^(\d{4})\s*[년年]\s*(?:하반기|下半年|下半期|下期)$/, '$1H2')
    .replace(/^(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日号]/, '$1-$2-$3')
    .replace(
      /^(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]$/,
      (_, year, month) => `${year}-${month.padStart(2, '0')}`,
    )
    .replace(/^(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})\.?/, '$1-$2-$3')
    .replace(/^(\d{4})\.\s+(\d{1,2})\.$/, (_, year, month) => `${year}-${month.padStart(2, '0')}`)
    .replace(
      /(\d{1,2})\s*[시時时](?:\s*(\d{1,2})\s*[분分])?$/,
      (_, hour, minute = '0') => `${hour}:${minute.padStart(2, '0')}`,
    )
    .replace(
      /(오전|오후|上午|下午|午前|午後)\s*(\d{1,2}:\d\d(?::\d\d)?)/,
      (_, half, clock) => `${clock} ${['오전', '上午', '午前'].includes(half) ? 'AM' : 'PM'}`,
    );
  return dated === text ? null : dated.trim();
}

/** The year before the first one of an era, and its last year; null: the era goes on. */
const eras: Record<string, { before: number; last: number | null }> = {
  令和: { before: 2018, last: null },
  平成: { before: 1988, last: 31 },
  昭和: { before: 1925, last: 64 },
};

/** `令和6年` is 2024年; the first year is also written `元`. A year that the era does not have stays as it is. */
function inGregorianYears(text: string): string {
  return text.replace(/^(令和|平成|昭和)\s*(\d{1,2}|元)\s*年/, (written, era, number) => {
    const { before, last } = eras[era];
    const year = number === '元' ? 1 : Number(number);
    return year < 1 || (last !== null && year > last) ? written : `${before + year}年`;
  });
}

/** `1. März 2024`, `1 de enero de 2024`, `janv. 2024` and `Montag, 1. Januar 2024` */
function withEnglishMonth(text: string): string | null {
  let months = 0;
  const named = text.replace(word, (name) => {
    const month = monthOfName(name);
    if (month === null) return name;
    months++;
    return english[month - 1];
  });
  if (months !== 1) return null;
  return (
    named
      // The number in Jan24 may be a day.
      .replace(/(?<=[A-Z][a-z]{2})(?=\d{4}\b)/, ' ')
      .replace(/(?<!\s)\s+(?:de|del)\s+/gi, ' ')
      .replace(/^\p{L}+\.?,?\s+(?=\d.*\p{L}{3})/u, '')
      .replace(/^1er\b/i, '1')
  );
}
