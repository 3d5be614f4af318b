export const presets = ['fast', 'balanced', 'accurate'] as const;
export type Preset = (typeof presets)[number];
