import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Dashboard,
  dropFile,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  sizes,
  startDashboard,
} from './support/index.ts';

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
/** The service refuses a file, and the browser says so in its console. */
const refused = /status of 4(22|00)/;

describe.skipIf(!hasChromium)('the start', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard?.stop());

  test('shows what was understood of the sample, stores it on request, and leads to training', async () => {
    const { page, faults } = await dashboard.open('/');
    await page.getByRole('button', { name: 'Take the S&P 500' }).click();
    await page.getByText('5,105 values, from 2000-01-03 to 2020-04-17.').waitFor();
    await page.getByText('closed on Saturday and Sunday, 9 yearly holidays').waitFor();
    await page.getByText('9 expected times are missing, such as 2001-09-11').waitFor();
    await page.getByText('Line 5,106').waitFor();
    await page.getByText('2020-04-17,2842.429932').waitFor();
    await page.getByText('Absent times').waitFor();
    await page.getByRole('button', { name: /^\d+ things? to check$/ }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Please check');
    expect((await (await fetch(`${dashboard.url}/v1/datasets`)).json()).data).toEqual([]);
    await expectAccessible(page);

    await page.getByLabel('Name of the dataset').fill('Index');
    await page.getByRole('button', { name: 'Store and go to training' }).click();
    await page.waitForURL(/\/app\/train\?dataset=ds_/);
    const { data } = await (await fetch(`${dashboard.url}/v1/datasets`)).json();
    expect(data).toMatchObject([{ name: 'Index', point_count: 5105, target: 'close' }]);
    faults.expectNone();
    await page.context().close();
  });

  test('says what is wrong beside its line, and reads the file again as the reader decides', async () => {
    const { page, faults } = await dashboard.open('/');
    const input = page.locator('input[type=file]');
    await input.setInputFiles(
      file('shop.csv', 'date,sales\n2024-01-01,5\n2024-01-02,closed\n2024-01-03,6\n'),
    );
    await page.getByRole('heading', { name: 'This file could not be read' }).waitFor();
    await page.getByText('Line 3').waitFor();
    await page.getByText('2024-01-02,closed').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Read with missing=closed' }).click();
    await page.getByText('3 values, from 2024-01-01 to 2024-01-03.').waitFor();

    await page.getByRole('button', { name: 'Choose something else' }).click();
    await input.setInputFiles(
      file('two.csv', 'date;sales\n2024-01-01;1.234\n2024-01-02;2.345\n2024-01-03;3.125\n'),
    );
    await page.getByRole('button', { name: 'Read with decimal=,' }).click();
    await page.getByRole('cell', { name: '1,234', exact: true }).waitFor();

    await page.getByText('Read it in another way').click();
    await page.getByLabel('Decimal mark').selectOption('.');
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByRole('cell', { name: '1.234', exact: true }).waitFor();
    faults.expectNone(refused);
    await page.context().close();
  });

  test('offers the other reading of dates, and what is no table is refused by name', async () => {
    const { page, faults } = await dashboard.open('/');
    const input = page.locator('input[type=file]');
    await input.setInputFiles(
      file('dates.csv', 'date,sales\n03/04/2024,5\n04/04/2024,7\n05/04/2024,6\n06/04/2024,5\n'),
    );
    await page.getByText('from 2024-04-03 to 2024-04-06').waitFor();
    await page.getByRole('button', { name: 'Read with time_format=%m/%d/%Y' }).click();
    await page.getByText('from 2024-03-04 to 2024-06-04').waitFor();
    // Names that no dataset may have do not keep a file out.
    for (const [name, proposed] of [
      [`${'x'.repeat(210)}.csv`, /^x{200}$/],
      ['.csv', /./],
    ] as const) {
      await page.getByRole('button', { name: 'Choose something else' }).click();
      await input.setInputFiles(file(name, 'date,sales\n2024-04-03,5\n2024-04-04,7\n2024-04-05,6\n'));
      await page.getByText('from 2024-04-03 to 2024-04-05').waitFor();
      expect(await page.getByLabel('Name of the dataset').inputValue()).toMatch(proposed);
    }
    await page.getByRole('button', { name: 'Choose something else' }).click();
    await input.setInputFiles(file('notes.csv', '%PDF-1.7\n%âãÏÓ\n'));
    await page.getByRole('heading', { name: 'This file could not be read' }).waitFor();
    await page.getByText(/PDF/).first().waitFor();
    faults.expectNone(/status of 4\d\d/);
    await page.context().close();
  });

  test('takes a file that is dropped anywhere, and reads letters in order if asked to', async () => {
    const { page, faults } = await dashboard.open('/');
    await dropFile(page, 'sales.csv', 'date,sales\n2024-04-03,5\n2024-04-04,7\n2024-04-05,6\n');
    await page.getByText('from 2024-04-03 to 2024-04-05').waitFor();
    // A file that is dropped on a preview takes its place.
    await dropFile(page, 'hello.txt', 'hello hello hello hello hello hello '.repeat(20));
    await page.getByRole('heading', { name: 'This file could not be read' }).waitFor();
    await page.getByText('Read it in another way').click();
    await page.getByLabel('What it holds').selectOption('symbols');
    await page.getByLabel('One symbol is').selectOption('character');
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByText(/symbols of \d+ kinds/).waitFor();
    faults.expectNone(/status of 4\d\d/);
    await page.context().close();
  });

  test('works with the keyboard alone on pasted numbers', async () => {
    const { page, faults } = await dashboard.open('/');
    await page.getByLabel('Numbers, or a small table').focus();
    await page.keyboard.type('1,5 2,5');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('may be one number or two').waitFor();
    // What was refused, or only looked at, is still there to be corrected.
    await page.getByLabel('Numbers, or a small table').fill('12 15 14 18 25 9 11');
    await page.getByLabel('Time of the first number').fill('01/02/2024');
    await page.getByRole('button', { name: 'Look at them' }).click();
    await page.getByRole('heading', { name: 'This file could not be read' }).waitFor();
    await page.getByRole('button', { name: 'Choose something else' }).click();
    expect(await page.getByLabel('Numbers, or a small table').inputValue()).toBe('12 15 14 18 25 9 11');
    expect(await page.getByLabel('Time of the first number').inputValue()).toBe('01/02/2024');
    await page.getByLabel('Numbers, or a small table').fill('12 15 1e999 18');
    await page.getByRole('button', { name: 'Look at them' }).click();
    await page.getByText('“1e999” is too large for a number.').waitFor();
    await page.getByLabel('Time of the first number').waitFor({ state: 'hidden' });
    await page.getByLabel('Numbers, or a small table').fill('1 2');
    await page.getByLabel('Time of the first number').fill('');
    await page.getByLabel('Numbers, or a small table').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('12, 15, 14, 18, 25, 9, 11');
    await page.keyboard.press('Tab');
    await page.keyboard.type('2024-01-01');
    await page.keyboard.press('Enter');
    await page.getByText('7 values, from 2024-01-01 to 2024-07-01.').waitFor();
    await page.getByLabel('Name of the dataset').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/app\/train\?dataset=ds_/);
    faults.expectNone(refused);
    await page.context().close();
  });

  test('fits a phone, in Korean, with a preview', async () => {
    const { page, faults } = await dashboard.open('/', { viewport: sizes.phone, locale: 'ko-KR' });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'S&P 500으로 해 보기' }).click();
    await page.getByRole('heading', { name: '이렇게 읽었습니다' }).waitFor();
    await page.getByText('다른 방식으로 읽기').click();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    faults.expectNone();
    await page.context().close();
  });
});
