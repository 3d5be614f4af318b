import { defineMessages } from './define.ts';

export const dataset = defineMessages({
  en: {
    title: 'Datasets',
    lead: 'The series that this service keeps.',
  },
  ko: {
    title: '데이터셋',
    lead: '이 서비스에 저장된 시계열입니다.',
  },
});
