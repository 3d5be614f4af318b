import { useEffect, useRef, useState } from 'preact/hooks';

const settledMs = 300;

/** Attributes of an input whose text takes effect after a pause, with Enter, and when the reader leaves the field. With
 *  `preact/compat`, which the pages load, `onChange` of an input is called with each letter.
 *  @param value the value in force; the field shows it again after a text was taken or the reader has left
 *  @param take gets the text, and whether the reader has ended it. Returns false for a text that is no value yet. */
export function useSettledText(value: string, take: (text: string, isEnded: boolean) => boolean) {
  const [typed, type] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => () => clearTimeout(timer.current), []);
  const end = () => {
    clearTimeout(timer.current);
    if (typed !== null) latest.current(typed, true);
    type(null);
  };
  return {
    value: typed ?? value,
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      const text = event.currentTarget.value;
      type(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        if (latest.current(text, false)) type(null);
      }, settledMs);
    },
    onBlur: end,
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Enter') end();
    },
  };
}
