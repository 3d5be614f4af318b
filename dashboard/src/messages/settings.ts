import { defineMessages } from './define.ts';

export const settings = defineMessages({
  en: {
    title: 'Settings',
    lead: 'Keys, webhooks and schedules.',
  },
  ko: {
    title: '설정',
    lead: '키, 웹훅, 일정을 관리합니다.',
  },
});
