import type { Page } from 'playwright-core';

/** Drops a file on the heading of the page. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (file) => {
      const data = new DataTransfer();
      data.items.add(new File([file.text], file.name));
      return data;
    },
    { name, text },
  );
  await page.locator('h1').dispatchEvent('drop', { dataTransfer });
}
