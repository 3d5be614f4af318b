/** Tables of text are told from texts whose characters are symbols. */
import { expect, test } from 'vitest';
import { looksLikeTable } from '../../src/bodies/index.ts';

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
const day = (i: number) => `2024-01-${String(i + 1).padStart(2, '0')}`;
const isTable = (text: string) => looksLikeTable(Buffer.from(text));

test.for([
  ['a plain table', `date,sales\n${lines(9, (i) => `${day(i)},${i}.5`)}`],
  [
    'a file of the USGS',
    `# Data of a gauge\n#\n# site 12\nagency\tsite\ttime\tflow\n5s\t15s\t20d\t14n\n${lines(9, (i) => `USGS\t0123\t${day(i)}\t${i}.5`)}`,
  ],
  ['a comment before the header', `# exported by a tool\ndate,sales\n${lines(9, (i) => `${day(i)},${i}.5`)}`],
  ['a title', `Sales of the north\ndate,sales\n${lines(9, (i) => `${day(i)},${i}.5`)}`],
  ['a total', `date,sales\n${lines(9, (i) => `${day(i)},${i}.5`)}Total: 5\n`],
  ['units behind numbers', `day;sales\n${lines(9, (i) => `day ${i};6${i} €`)}`],
  ['currencies before numbers', `day,sales\n${lines(9, (i) => `day ${i},$ ${i}`)}`],
  [
    'names of months and missing values',
    `date,y\n${lines(9, (i) => `Jan ${i + 1} 2024,${i % 2 ? 'NA' : i}`)}`,
  ],
] as const)('a table: %s', ([, text]) => expect(isTable(text)).toBe(true));

test.for([
  ['prose', lines(9, (i) => `In the year ${1800 + i}, after a long journey, they came home; all was well.`)],
  [
    'a poem',
    'Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye,\nCould frame thy fearful symmetry?\n',
  ],
  ['a log', lines(9, (i) => `${day(i)} 09:00:0${i} INFO request ${i} took ${i * 7} ms`)],
  [
    'a log with milliseconds and sentences',
    lines(
      9,
      (i) =>
        `${day(i)} 09:00:00,12${i} INFO the job ${i} of the worker has ended${i % 4 === 0 ? ',' : ':'} ${i} left`,
    ),
  ],
  [
    'code',
    'for (let i = 0, n = 5; i < n; i++) {\n  sum += 3;\n  total = sum * 2;\n}\nreturn total;\nconst a = [1, 2];\n',
  ],
  ['assembler', 'mov r1, r2\nadd r1, 5\nmov r3, r1\nsub r3, r4\nmul r2, r3\n'],
  ['DNA', lines(9, () => 'ACGTTGCAACGGT')],
  ['FASTA', `>chr1, part 2\n${lines(9, () => 'ACGTTGCAACGGT')}`],
  ['a list of words', 'the\nof\nand\nto\n'],
  ['pairs of words', 'house,Haus\ntree,Baum\nriver,Fluss\nlake,See\n'],
  ['a tab of a guitar', 'e|--0--3--|\nB|--1--0--|\nG|--0--0--|\nD|--2--0--|\n'],
  ['headings', '# Title\n\n# Another\n'],
  ['dialogue', 'A: 5, please.\nB: Five?\nA: Yes, five.\nB: Here you are.\n'],
] as const)('no table: %s', ([, text]) => expect(isTable(text)).toBe(false));
