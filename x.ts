const given = JSON.parse(process.env.X ?? '{}') as Record<string, number>;
export const x = (name: string, usual: number): number => given[name] ?? usual;
