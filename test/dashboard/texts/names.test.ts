import { expect, test } from 'vitest';
import type { DatasetPreview } from '../../../dashboard/src/api/index.ts';
import { tagsIn, tagsText } from '../../../dashboard/src/pages/model/tags.ts';
import { embedText, modelText, scheduleText } from '../../../dashboard/src/pages/settings/subjects.ts';
import { datasetNameOf, proposedName, targetNameOf } from '../../../dashboard/src/pages/start/names.ts';

test.each([
  ['shop.csv', 'shop'],
  ['shop.2024.csv.gz', 'shop.2024'],
  ['.csv', ''],
  [' .csv', ''],
  [`${'x'.repeat(210)}.csv`, 'x'.repeat(200)],
  [`${'x'.repeat(199)}😀.csv`, 'x'.repeat(199)],
  [`${'x'.repeat(198)}😀.csv`, `${'x'.repeat(198)}😀`],
  [`${'x'.repeat(199)} y.csv`, 'x'.repeat(199)],
])('the file %s proposes the name %s', (file, name) => {
  expect(datasetNameOf(file)).toBe(name);
});

test('the proposed name of a dataset is the name in its JSON, or else that of the file', () => {
  expect(proposedName('export', 'Sales of shop 3', true)).toBe('Sales of shop 3');
  expect(proposedName('export', 'dataset', true)).toBe('export');
  expect(proposedName('', 'dataset', true)).toBe('dataset');
  expect(proposedName('', '2024', false)).toBe('2024');
  expect(proposedName('Export', 'export', false)).toBe('Export');
});

test('the target of a wide table of one series has the name of its column', () => {
  const reading = { layout: 'wide', target: null } as DatasetPreview['reading'];
  const wide = { reading, target: 'value' };
  expect(targetNameOf({ ...wide, preview: [{ id: 'kWh' }] })).toBe('kWh');
  expect(targetNameOf({ ...wide, preview: [{ id: 'a' }, { id: 'b' }] })).toBe('value');
  expect(targetNameOf({ reading: null, target: 'y', preview: [{ id: 'series' }] })).toBe('y');
});

test('an embed is labelled with its name, the end of the model id, and its token hint; an alias is not shortened', () => {
  const id = 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70';
  expect([modelText(id), modelText('sales-production')]).toEqual(['5e1c8b70', 'sales-production']);
  const embed = { name: 'README of the shop', model: 'sales-production', hint: 'gce_x7Qm' };
  expect(embedText(embed)).toBe('README of the shop · sales-production · gce_x7Qm');
  expect(embedText({ ...embed, name: null, model: id })).toBe('5e1c8b70 · gce_x7Qm');
  expect(scheduleText({ name: null, model_id: id }, 'Store a forecast')).toBe('Store a forecast · 5e1c8b70');
});

test('tags that are written as one line of text are read back unchanged', () => {
  for (const tags of [
    ...[[], ['a'], ['a', 'b c'], ['region: north, south', 'nightly'], ['a,b', 'c"d', '"e"', ', ', '","']],
    ['size 5" wide', 'ends with "', '"starts', '""'],
  ])
    expect(tagsIn(tagsText(tags)), tagsText(tags)).toEqual(tags);
  expect(tagsText(['region: north, south', 'nightly'])).toBe('"region: north, south", nightly');
  expect(tagsIn(' a,, b c ,"x, y" ,d"e,')).toEqual(['a', 'b c', 'x, y', 'd"e']);
  expect(tagsIn('"open, b')).toEqual(['"open', 'b']);
});
