// Everything that a visitor may bring: a webcam, a style of their own, pictures that are none, too large, or pasted.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { brought, drop, folder, look, message, packaged, paint, painted, photo, sample, settled, style, visit } from './studio';

let browser: Browser;
let context: BrowserContext;
let site: Site;
let page: Page;
let faults: string[];

beforeAll(async () => {
  site = await serve(folder());
  browser = await launch({ args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'] });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  context = await browser.newContext({ permissions: ['camera'] });
  ({ page, faults } = await visit(context, site.url));
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
});

test('a picture from the webcam', async () => {
  await page.getByRole('button', { name: 'Use the webcam' }).click();
  await page.getByRole('button', { name: 'Take the picture' }).click();
  await photo(page).waitFor();
  expect(Math.max(...(await look(photo(page))).mean)).toBeGreaterThan(20); // the fake camera is green, not black
  await paint(page, /Great Wave/);
});

test('a style file is added, used, remembered, and removed', async () => {
  await sample(page).click();
  await brought(page, 451, 300);
  const file = packaged('zoo/paint.core_v1/styles/udnie.style');
  await drop(page, 'mine.style', '', file);
  await page.getByText('The style is in your gallery').waitFor();
  await settled(page);
  await painted(page).waitFor();
  const own = page.getByRole('button', { name: /^Remove / });
  expect(await own.count()).toBe(1);
  await page.reload();
  await own.waitFor();
  await own.click();
  await expect.poll(() => own.count()).toBe(0);
  await page.reload();
  await style(page, /Great Wave/).waitFor();
  expect(await own.count()).toBe(0);
});

test.each([
  ['text', Buffer.from('this is not a style')],
  ['a cut-off file', packaged('zoo/paint.core_v1/styles/udnie.style').subarray(0, 900)],
])('a style file that is none: %s', async (_, bytes) => {
  await drop(page, 'broken.style', '', bytes);
  await message(page, /not a style file/).waitFor();
});

test('a text file that calls itself a photo; the picture before it stays', async () => {
  await sample(page).click();
  await brought(page, 451, 300);
  await drop(page, 'letter.jpg', 'image/jpeg', Buffer.from('Dear reader, this is no picture.'));
  await message(page, /letter\.jpg/).waitFor();
  await brought(page, 451, 300);
  await paint(page, /Great Wave/);
});

test('a picture that is pasted', async () => {
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'pasted.jpg', { type: 'image/jpeg' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, packaged('samples/coffee.jpg').toString('base64'));
  await brought(page, 600, 400);
});

test('a photo of 60 megapixels is painted, and the page stays awake', { timeout: 180_000 }, async () => {
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(10_000, 6000);
    const context = canvas.getContext('2d')!;
    const shade = context.createLinearGradient(0, 0, 10_000, 6000);
    for (let stop = 0; stop <= 10; stop++) shade.addColorStop(stop / 10, `hsl(${stop * 36} 70% ${30 + 5 * (stop % 3)}%)`);
    context.fillStyle = shade;
    context.fillRect(0, 0, 10_000, 6000);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'huge.jpg', { type: 'image/jpeg' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.getByText('huge.jpg').waitFor({ timeout: 60_000 });
  // The longest that the page does not answer while it is painted, in ms.
  await page.evaluate(() => {
    let last = performance.now();
    const tick = (): void => {
      const now = performance.now();
      document.body.dataset['gap'] = String(Math.max(Number(document.body.dataset['gap'] ?? 0), now - last));
      last = now;
      setTimeout(tick, 20);
    };
    tick();
  });
  await style(page, /Great Wave/).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached', timeout: 120_000 });
  await painted(page).waitFor();
  const { width, height } = await look(painted(page));
  expect([width, height]).toEqual([2048, 1229]);
  expect(Number(await page.evaluate(() => document.body.dataset['gap']))).toBeLessThan(1500);
});
