import { defineMessages } from './define.ts';

export const model = defineMessages({
  en: {
    title: 'Models',
    lead: 'What each model can do, measured on data that it has not seen.',
  },
  ko: {
    title: '모델',
    lead: '학습에 쓰지 않은 데이터로 측정한 모델의 성능입니다.',
  },
});
