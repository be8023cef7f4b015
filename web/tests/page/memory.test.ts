// Thirty paintings leave no more behind than the first few.
import { expect, test } from 'vitest';
import { launch, serve } from '../browser';
import { backend, brought, folder, paint, sample, visit } from './studio';

interface Measuring {
  measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
}

test('memory does not grow over thirty paintings', { timeout: 600_000 }, async () => {
  const site = await serve(folder());
  const browser = await launch({ args: ['--enable-blink-features=ForceEagerMeasureMemory'] });
  const { page } = await visit(await browser.newContext(), site.url);
  // With one thread: threads that wait for work do not answer the browser, which asks them for a minute each time.
  await backend(page).selectOption('wasm');
  await sample(page).click();
  await brought(page, 451, 300);
  const megabytes = async (): Promise<number> => {
    const { bytes } = await page.evaluate(() => (performance as unknown as Measuring).measureUserAgentSpecificMemory());
    return bytes / 1e6;
  };
  const styles = [/Great Wave/, /The Scream/, /Starry Night/];
  const round = async (paintings: number): Promise<void> => {
    for (let number = 0; number < paintings; number++) await paint(page, styles[number % 3]!);
  };
  await round(6);
  const before = await megabytes();
  await round(30);
  const after = await megabytes();
  // One painting kept by mistake would be 0.5 MB each, 16 in all.
  expect(after - before).toBeLessThan(8);
  await browser.close();
  await site.close();
});
