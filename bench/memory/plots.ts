import type { Study } from './study.ts';

export function plotsOf(_study: Study): { file: string; svg: string }[] {
  return [];
}
