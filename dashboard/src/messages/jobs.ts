import { defineMessages } from './define.ts';

export const jobs = defineMessages({
  en: {
    title: 'Jobs',
    lead: 'What runs, what waits, and what has ended.',
    none: 'A training or a backtest appears here as soon as it is started.',
    job: 'Job',
    status: 'Status',
    created: 'Created',
  },
  ko: {
    title: '작업',
    lead: '실행 중인 작업, 기다리는 작업, 끝난 작업입니다.',
    none: '학습이나 백테스트를 시작하면 여기에 표시됩니다.',
    job: '작업',
    status: '상태',
    created: '생성',
  },
});
