/** A breach of a prose rule. `line` counts from 1. */
export interface ProseFault {
  line: number;
  message: string;
}

export const sentenceWordsMax = 35;
export const commentColumnsMax = 120;

/** Docstrings that start with "Of" or "What": they name no subject, so a reader has to guess what is described. */
export function docstringFaults(source: string): ProseFault[] {
  return Array.from(source.matchAll(/\/\*\*[\s*]*(Of|What)\b/g), ({ index, 1: word }) => ({
    line: lineAt(source, index),
    message: `a docstring starts with "${word}"; start with what it describes`,
  }));
}

/** Sentences of a Markdown page with more than `sentenceWordsMax` words. Code, tables and headings are no sentences;
 *  inline code counts as one word, and a link as its text. */
export function longSentences(markdown: string): ProseFault[] {
  return blocksOf(markdown).flatMap(({ line, text }) => {
    const plain = text.replace(/`[^`]+`/g, 'code').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    return plain
      .split(/(?<=[.!?][)"*]*)\s+/)
      .map((sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)))
      .filter((words) => words.length > sentenceWordsMax)
      .map((words) => ({
        line,
        message: `a sentence of ${words.length} words, at most ${sentenceWordsMax}: "${words.slice(0, 8).join(' ')} …"`,
      }));
  });
}

/** Comment lines with more than `commentColumnsMax` characters, in TypeScript, C or CSS. Comments behind code pass. */
export function longComments(source: string): ProseFault[] {
  let isInBlock = false;
  return source.split('\n').flatMap((text, index) => {
    const isOfBlock = isInBlock || /^\s*\/\*/.test(text);
    isInBlock = isOfBlock && !text.includes('*/');
    const isComment = isOfBlock || /^\s*\/\//.test(text);
    if (!isComment || text.length <= commentColumnsMax) return [];
    const message = `a comment line of ${text.length} characters, at most ${commentColumnsMax}`;
    return [{ line: index + 1, message }];
  });
}

/** Paragraphs and list items, each joined to one text, with the line where it starts. */
function blocksOf(markdown: string): { line: number; text: string }[] {
  const blocks: { line: number; text: string }[] = [];
  let isCode = false;
  let isInBlock = false;
  for (const [index, raw] of markdown.split('\n').entries()) {
    const text = raw.trim();
    if (text.startsWith('```')) isCode = !isCode;
    const isProse: boolean =
      !isCode && text !== '' && !/^(```|\||#)/.test(text) && !(/^ {4}/.test(raw) && !isInBlock);
    const isItem = /^([-*]|\d+\.) /.test(text);
    if (isProse && isInBlock && !isItem) blocks.at(-1)!.text += ` ${text}`;
    else if (isProse) blocks.push({ line: index + 1, text });
    isInBlock = isProse;
  }
  return blocks;
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}
