import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Host {
  cpu: string;
  cores: number;
  vector: 'AVX-512' | 'AVX2' | 'other';
  memory_gib: number;
  node: string;
  /** Average number of running processes over the last minute. */
  load_before: number;
  load_after: number;
}

export function hostFacts(): Omit<Host, 'load_before' | 'load_after'> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    vector: vectorOf(),
    memory_gib: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
}

export function loadNow(): number {
  return Math.round(100 * loadavg()[0]) / 100;
}

function vectorOf(): Host['vector'] {
  try {
    const facts = readFileSync('/proc/cpuinfo', 'utf8');
    if (/\bavx512f\b/.test(facts)) return 'AVX-512';
    return /\bavx2\b/.test(facts) ? 'AVX2' : 'other';
  } catch {
    return 'other';
  }
}
