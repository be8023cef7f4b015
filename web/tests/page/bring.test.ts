// Everything that a visitor may bring: a webcam, a style of their own, pictures that are none, too large, or pasted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { brought, drop, folder, look, message, ofPainter, packaged, paint, painted, photo, sample, settled, style, visit } from './studio';

let browser: Browser;
let context: BrowserContext;
let site: Site;
let page: Page;
let faults: string[];
let desk: string;

/** What a camera sees, as YUV4MPEG2: a warm wall, bright on its left. */
function camera(width: number, height: number): Buffer {
  const luma = Buffer.from(Array.from({ length: width * height }, (_, at) => (at % width < width / 2 ? 180 : 90)));
  const chroma = (value: number): Buffer => Buffer.alloc((width * height) / 4, value);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma(100), chroma(160)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`), ...Array<Buffer>(10).fill(frame)]);
}

beforeAll(async () => {
  site = await serve(folder());
  desk = mkdtempSync(join(tmpdir(), 'pinxit-camera-'));
  writeFileSync(join(desk, 'camera.y4m'), camera(160, 120));
  const fake = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
  const args = [...fake, `--use-file-for-fake-video-capture=${join(desk, 'camera.y4m')}`];
  browser = await launch({ args });
});
afterAll(async () => {
  await browser.close();
  rmSync(desk, { recursive: true });
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
  await brought(page, 160, 120);
  const [red, , blue] = (await look(photo(page))).mean;
  expect(red! - blue!).toBeGreaterThan(40);
  await paint(page, /Great Wave/);
});

test('a style file is added, used, remembered, and removed', async () => {
  await sample(page).click();
  await brought(page, 451, 300);
  const file = ofPainter('styles/udnie.style');
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
  ['a cut-off file', ofPainter('styles/udnie.style').subarray(0, 900)],
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
