import { defineMessages } from './define.ts';

export const forecast = defineMessages({
  en: {
    title: 'Forecast',
    lead: 'The future of a series, with how sure the model is.',
  },
  ko: {
    title: '예측',
    lead: '시계열의 앞날과 그 불확실성을 함께 보여 줍니다.',
  },
});
