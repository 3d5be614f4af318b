import { defineMessages } from './define.ts';

export const compare = defineMessages({
  en: {
    title: 'Compare',
    lead: 'Two to five models on the same windows.',
  },
  ko: {
    title: '비교',
    lead: '같은 구간에서 두 개에서 다섯 개의 모델을 비교합니다.',
  },
});
