import { defineMessages } from './define.ts';

export const memory = defineMessages({
  en: {
    title: 'How it remembers',
    lead: 'Step through a recurrent network and see what it keeps of the past.',
  },
  ko: {
    title: '기억하는 방식',
    lead: '순환 신경망을 한 단계씩 따라가며 과거를 어떻게 기억하는지 살펴보세요.',
  },
});
