import type { CardSentence, Problem } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { methodName, methods } from '../messages/methods.ts';
import { formatCount, formatFixed, formatPercent } from './format.ts';
import { filled } from './text/filled.ts';
import { useServerWords } from './text/server-words.ts';

/** A text of the service as it is, in English: a screen reader reads it as English on pages in other languages. */
export function ServerText({ text }: { text: string }) {
  return <span lang="en">{text}</span>;
}

/** Short description of an error, in the language of the page. */
export function ProblemTitle({ problem: { code, title } }: { problem: Problem }) {
  const words = useServerWords()?.problems[code];
  return words === undefined ? <ServerText text={title} /> : words.title;
}

/** What is wrong and what to do, in the language of the page as far as it has the words. */
export function ProblemText({ problem }: { problem: Problem }) {
  const words = useServerWords()?.problems[problem.code];
  const { detail, remedy } = problem;
  if (words === undefined)
    return (
      <span lang="en">
        {detail} {remedy}
      </span>
    );
  const told = words.detail === undefined ? null : filled(words.detail, problem.values ?? {});
  return (
    <>
      {told ?? (
        <>
          {words.title}: <ServerText text={detail} />
        </>
      )}{' '}
      {words.remedy}
    </>
  );
}

interface Card {
  summary: string;
  notes: readonly string[];
  summary_parts?: readonly CardSentence[];
  note_parts?: readonly CardSentence[];
}

/** The sentences of a card in the language of the page. */
function useCardTexts() {
  const translated = useServerWords()?.sentences;
  const names = useMessages(methods);
  const words = {
    share: (share: number) => formatPercent(share, Math.abs(share) < 0.0995 ? 1 : 0),
    count: formatCount,
    number: (value: number) => formatFixed(value, Number.isInteger(value) ? 0 : 2),
    method: (name: string) => methodName(names, name),
  };
  return (sentence: CardSentence | undefined): string | null => {
    if (translated === undefined || sentence === undefined) return null;
    // A newer service may say a sentence that this page does not know.
    const text = translated[sentence.code] as ((values: object, of: typeof words) => string) | undefined;
    return text?.(sentence.values, words) ?? null;
  };
}

export function CardSummary({ card }: { card: Card }) {
  const textOf = useCardTexts();
  const texts = (card.summary_parts ?? []).map(textOf);
  if (texts.length === 0 || texts.includes(null)) return <ServerText text={`${card.summary}.`} />;
  return <>{texts.join(' ')}</>;
}

export function CardNotes({ card }: { card: Card }) {
  const textOf = useCardTexts();
  return (
    <ul class="model-notes">
      {card.notes.map((note, i) => {
        const text = textOf(card.note_parts?.[i]);
        return <li key={note}>{text ?? <ServerText text={note} />}</li>;
      })}
    </ul>
  );
}
