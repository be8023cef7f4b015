// Any picture as a style: chosen, dropped on the gallery or taken with the webcam; marked, read, kept, saved, removed.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { python } from '../engine/python';
import { serve } from '../browser';
import { hosted } from './host';
import { backend, brought, drop, folder, hover, look, packaged, paint, painted, photo, problems, ready, sample, settled, style, visit } from './studio';

const host = hosted(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']);
const COFFEE = packaged('samples/coffee.jpg');
const PALACE = packaged('samples/summer-palace.jpg');
const GALLERY = 'section.gallery';

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'A painting as a style' });
const frame = (page: Page): Locator => page.getByRole('group', { name: 'The part that is the style' });
const use = (page: Page): Locator => page.getByRole('button', { name: 'Use as style' });
const own = (page: Page): Locator => page.getByRole('button', { name: /^Remove / });
const said = (page: Page, text: string): Promise<void> => dialog(page).getByText(text).waitFor();
const closed = (page: Page): Promise<void> => dialog(page).waitFor({ state: 'detached' });

async function choose(page: Page, name = 'A Cup.jpg', buffer = COFFEE): Promise<void> {
  if (!(await dialog(page).isVisible())) await page.getByRole('button', { name: 'Use a painting as a style' }).click();
  await page.locator('input[name="painting"]').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let at = 0; at < times; at++) await page.keyboard.press(key);
}

/** Where the frame lies, in percents of the picture: left, top, width, height. */
const place = (page: Page): Promise<number[]> =>
  frame(page).evaluate(({ style: { left, top, width, height } }) => [left, top, width, height].map((each) => Math.round(parseFloat(each))));

test('a painting is chosen, marked with the keyboard, read, used, saved, remembered, and removed', { timeout: 240_000 }, async () => {
  const { page, faults } = await visit(host.context, host.site.url);
  await sample(page).click();
  await brought(page, 451, 300);
  await paint(page, /Great Wave/);
  const before = await look(painted(page));

  await choose(page);
  expect(await page.getByLabel('Name').inputValue()).toBe('A Cup');
  await said(page, 'The whole picture is the style.');
  await frame(page).focus();
  await press(page, 'Shift+ArrowLeft', 20);
  await press(page, 'Shift+ArrowUp', 10);
  await press(page, 'ArrowRight', 5);
  await press(page, 'ArrowUp', 3);
  expect(await place(page)).toEqual([10, 0, 60, 80]);
  await said(page, '60 % × 80 %, from 10 % left and 0 % top');
  await page.getByLabel('Name').fill('My cup, again');
  await page.keyboard.press('Enter');
  await closed(page);
  await page.getByText('The style is in your gallery').waitFor();
  const tile = style(page, /^My cup, again/);
  expect(await tile.getAttribute('aria-pressed')).toBe('true');
  await expect.poll(async () => (await look(painted(page))).print).not.toBe(before.print);
  await settled(page);
  await tile.locator('canvas').waitFor();
  await tile.locator('img').waitFor({ state: 'attached' });

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Save My cup/ }).click()]);
  expect(download.suggestedFilename()).toBe('My-cup-again.style');
  const script = `
import sys, json
from pinxit.zoo.stylefile import Style
s = Style.load(json.load(sys.stdin))
json.dump([s.painter, s.name, s.title, s.source, len(s.vector), s.thumbnail[8:12].decode()], sys.stdout)`;
  expect(await python(script, await download.path())).toEqual(['paint.core_v2', 'My-cup-again', 'My cup, again', 'read', 2952, 'WEBP']);

  // The same name again is another style, and both stay.
  await choose(page);
  await page.getByLabel('Name').fill('My cup, again');
  await use(page).click();
  await closed(page);
  await expect.poll(() => own(page).count()).toBe(2);
  await page.reload();
  await own(page).nth(1).waitFor();
  await style(page, /^My cup, again/).first().locator('img').waitFor({ state: 'attached' });
  await own(page).first().click();
  await expect.poll(() => own(page).count()).toBe(1);
  await own(page).click();
  await expect.poll(() => own(page).count()).toBe(0);
  await page.reload();
  await style(page, /Great Wave/).waitFor();
  expect(await own(page).count()).toBe(0);
  expect(faults).toEqual([]);
});

test('the frame is dragged: drawn, moved, and resized at its corner', async () => {
  const { page } = await visit(host.context, host.site.url);
  await choose(page);
  await frame(page).waitFor();
  const box = (await frame(page).boundingBox())!;
  const drag = async (...[x0, y0, x1, y1]: [number, number, number, number]): Promise<void> => {
    await page.mouse.move(box.x + x0 * box.width, box.y + y0 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + x1 * box.width, box.y + y1 * box.height, { steps: 4 });
    await page.mouse.up();
  };
  await drag(0.2, 0.3, 0.7, 0.8);
  expect(await place(page)).toEqual([20, 30, 50, 50]);
  await drag(0.45, 0.55, 0.55, 0.45);
  expect(await place(page)).toEqual([30, 20, 50, 50]);
  await drag(0.8, 0.7, 0.9, 0.6);
  expect(await place(page)).toEqual([30, 20, 60, 40]);
  await drag(0.3, 0.4, 0.1, 0.9);
  expect(await place(page)).toEqual([10, 20, 80, 40]);
  await page.getByRole('button', { name: 'Whole picture' }).click();
  expect(await place(page)).toEqual([0, 0, 100, 100]);
});

test('a picture on the gallery is a style, elsewhere it is the photo, in the dialog it is the next one', async () => {
  const { page, faults } = await visit(host.context, host.site.url);
  const sign = page.locator('.drop');
  await hover(page, 'cup.jpg', 'image/jpeg', COFFEE);
  await sign.getByText('your picture').waitFor();
  expect(await sign.innerText()).toContain('On the gallery a picture becomes a style');
  await drop(page, 'cup.jpg', 'image/jpeg', COFFEE);
  await brought(page, 600, 400);
  await hover(page, 'palace.jpg', 'image/jpeg', PALACE, GALLERY);
  await sign.getByText('it becomes a style').waitFor();
  expect(await sign.boundingBox()).toEqual(await page.locator(GALLERY).boundingBox());
  await drop(page, 'palace.jpg', 'image/jpeg', PALACE, GALLERY);
  await frame(page).waitFor();
  expect(await sign.count()).toBe(0);
  expect(await page.getByLabel('Name').inputValue()).toBe('palace');
  await drop(page, 'cup.jpg', 'image/jpeg', COFFEE);
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('cup');
  await page.keyboard.press('Escape');
  await closed(page);
  await brought(page, 600, 400);
  expect(await own(page).count()).toBe(0);
  expect(faults).toEqual([]);
});

test('in Live, too, a picture on the gallery is a style', async () => {
  const { page, faults } = await visit(host.context, host.site.url);
  await page.getByRole('link', { name: 'Live' }).click();
  await page.locator('.live h1').waitFor();
  await drop(page, 'cup.jpg', 'image/jpeg', COFFEE, GALLERY);
  await use(page).click();
  await closed(page);
  await own(page).waitFor();
  expect(new URL(page.url()).hash).toBe('#live');
  expect(faults).toEqual([]);
});

test('what is no picture is refused in the dialog, and what was there stays', async () => {
  const { page } = await visit(host.context, host.site.url);
  const alert = dialog(page).getByRole('alert');
  await drop(page, 'letter.jpg', 'image/jpeg', Buffer.from('Dear reader, this is no picture.'), GALLERY);
  await alert.filter({ hasText: 'This is not a picture' }).waitFor();
  await choose(page);
  await frame(page).waitFor();
  expect(await alert.count()).toBe(0);
  await choose(page, 'IMG_1.heic', Buffer.from('neither is this'));
  await alert.filter({ hasText: 'HEIC' }).waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('A Cup');
  await use(page).click();
  await closed(page);
  await own(page).waitFor();
});

test('a picture from the webcam', async () => {
  await host.context.grantPermissions(['camera']);
  const { page } = await visit(host.context, host.site.url);
  await page.getByRole('button', { name: 'Use a painting as a style' }).click();
  await dialog(page).getByRole('button', { name: 'Use the webcam' }).click();
  await page.getByRole('button', { name: 'Take the picture' }).click();
  await frame(page).waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('webcam');
  await use(page).click();
  await closed(page);
  await own(page).waitFor();
  expect(await photo(page).count()).toBe(0);
});

test('a damaged reader is found out, and fetched again when asked', async () => {
  let damaged = true;
  host.tamper = (path, body) => {
    if (!damaged || !path.endsWith('reader.onnx')) return body;
    const copy = Buffer.from(body);
    copy[copy.length >> 1]! ^= 1;
    return copy;
  };
  const { page } = await visit(host.context, host.site.url);
  await choose(page);
  await use(page).click();
  await dialog(page).getByRole('alert').filter({ hasText: 'arrived damaged' }).waitFor();
  damaged = false;
  await use(page).click();
  await closed(page);
  await own(page).waitFor();
});

test('what is closed while it is read leaves nothing, and another can be read', async () => {
  const { page, faults } = await visit(host.context, host.site.url);
  await choose(page);
  for (const end of [() => page.keyboard.press('Escape'), () => page.getByRole('button', { name: 'Cancel' }).click()]) {
    await choose(page);
    await frame(page).waitFor();
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('.dialog [type="submit"]')!.click());
    await end();
    await closed(page);
  }
  await page.waitForTimeout(2000); // longer than a reading
  expect(await own(page).count()).toBe(0);
  await choose(page);
  await use(page).dblclick();
  await closed(page);
  await own(page).waitFor();
  expect(await own(page).count()).toBe(1);
  expect(faults).toEqual([]);
});

test('before the painter is there the dialog says what it waits for, and goes on by itself', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const slow = await serve(folder(), {
    isolated: true,
    tamper: async (path, body) => {
      if (path.endsWith('painter.onnx')) await gate;
      return body;
    },
  });
  const page = await host.context.newPage();
  await page.goto(slow.url);
  await choose(page);
  await use(page).click();
  await said(page, 'Getting the painter ready');
  open();
  await closed(page);
  await own(page).waitFor();
  await slow.close();
});

test('without a network the reader is there after the first visit, which it does not hold up', async () => {
  const { page } = await visit(host.context, host.site.url);
  await expect.poll(() => page.evaluate(async () => (await (await caches.open('pinxit-models')).keys()).some(({ url }) => url.includes('reader.onnx')))).toBe(true);
  const order = host.site.asked.map((path) => path.split('/').pop());
  expect(order.indexOf('reader.onnx')).toBeGreaterThan(order.indexOf('painter.onnx'));
  expect(order.filter((name) => name === 'reader.onnx')).toHaveLength(1);
  await host.site.close();
  await page.reload();
  await ready(page);
  await choose(page);
  await use(page).click();
  await closed(page);
  await own(page).waitFor();
});

test('a painter without a reader offers none, and a picture on the gallery is the photo', async () => {
  const site = await serve(folder(), {
    isolated: true,
    tamper: (path, body) => (path.endsWith('manifest.json') ? Buffer.from(String(body).replace('"reader.onnx"', '"other.onnx"')) : body),
  });
  const page = await host.context.newPage();
  await page.goto(site.url);
  await backend(page).waitFor();
  expect(await page.getByRole('button', { name: 'Use a painting as a style' }).count()).toBe(0);
  await drop(page, 'cup.jpg', 'image/jpeg', COFFEE, GALLERY);
  await brought(page, 600, 400);
  expect(site.asked.filter((path) => path.endsWith('reader.onnx'))).toEqual([]);
  await site.close();
});

test.each([
  { locale: 'en-GB', colorScheme: 'light', width: 1440 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 360 },
] as const)('axe finds nothing in the dialog: $locale, $colorScheme, $width px', async ({ locale, colorScheme, width }) => {
  const context = await host.browser.newContext({ locale, colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(host.site.url);
  await page.waitForFunction(() => crossOriginIsolated);
  await page.locator('.adding .button').first().click();
  expect(await problems(page)).toEqual([]);
  await page.locator('input[name="painting"]').setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: COFFEE });
  await page.locator('.cut').waitFor();
  expect(await problems(page)).toEqual([]);
  expect(await page.evaluate(() => document.querySelector('.dialog')!.scrollWidth - document.querySelector('.dialog')!.clientWidth)).toBe(0);
  await page.locator('.dialog [type="submit"]').click();
  await page.locator('.tile .corner').first().waitFor();
  expect(await problems(page)).toEqual([]);
  await context.close();
});
