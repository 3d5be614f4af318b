import { defineMessages } from './define.ts';

export const jobs = defineMessages({
  en: {
    title: 'Jobs',
    lead: 'What runs, what waits, and what has ended.',
  },
  ko: {
    title: '작업',
    lead: '실행 중인 작업, 기다리는 작업, 끝난 작업입니다.',
  },
});
