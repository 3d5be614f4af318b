import { defineMessages } from './define.ts';

export const start = defineMessages({
  en: {
    title: 'Start',
    lead: 'Bring a series, see what was understood, and get a forecast.',
  },
  ko: {
    title: '시작',
    lead: '시계열을 올리고, 어떻게 읽혔는지 확인한 뒤 예측을 받아 보세요.',
  },
});
