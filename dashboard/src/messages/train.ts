import { defineMessages } from './define.ts';

export const train = defineMessages({
  en: {
    title: 'Train',
    lead: 'Train a network on a dataset and watch it learn.',
    progress: 'Progress',
  },
  ko: {
    title: '학습',
    lead: '데이터셋으로 신경망을 학습시키고 과정을 지켜보세요.',
    progress: '진행률',
  },
});
