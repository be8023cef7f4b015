// The way through the studio: bring a picture, choose a style, change it, save it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { brought, difference, drop, folder, look, ofPainter, paint, painted, photo, sample, save, settled, style, visit } from './studio';

let browser: Browser;
let site: Site;
let page: Page;
let faults: string[];

beforeAll(async () => {
  site = await serve(folder());
  browser = await launch();
  ({ page, faults } = await visit(await browser.newContext({ viewport: { width: 1280, height: 800 } }), site.url));
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test('a sample is one click away, and a style one more', async () => {
  await sample(page).click();
  await photo(page).waitFor();
  const before = await look(photo(page));
  await paint(page, /Great Wave/);
  const after = await look(painted(page));
  expect([after.width, after.height]).toEqual([before.width, before.height]);
  expect(after.print).not.toBe(before.print);
  expect(Math.max(...after.mean.map((mean, at) => Math.abs(mean - before.mean[at]!)))).toBeGreaterThan(3);
  await paint(page, /The Scream/);
  expect((await look(painted(page))).print).not.toBe(after.print);
});

test('a photo that is dropped becomes what Python paints, and can be brought again', async () => {
  await drop(page, 'my photo.png', 'image/png', ofPainter('golden/photo.png'));
  await brought(page, 192, 160);
  await paint(page, /Great Wave/);
  const before = await look(photo(page));
  const { name, bytes } = await save(page, 'PNG');
  expect(name).toBe('my-photo-great-wave.png');
  // The manifest's tolerance is two steps of 255; one more for rounding to a file on both sides.
  expect(await difference(page, bytes, ofPainter('golden/painted.png'))).toBeLessThanOrEqual(3);

  await drop(page, name, 'image/png', bytes);
  await expect.poll(async () => (await look(photo(page))).print).not.toBe(before.print);
  await settled(page);
});

test.each([['JPEG', 'jpg'] as const, ['WebP', 'webp'] as const])('a painting saved as %s is a picture', async (format, ending) => {
  await settled(page);
  await painted(page).waitFor();
  const { name, bytes } = await save(page, format);
  expect(name.endsWith(`.${ending}`)).toBe(true);
  // Lossy, but the same picture.
  expect(await difference(page, bytes, (await save(page, 'PNG')).bytes)).toBeLessThan(120);
});

test('a painting can be copied, and pasted as a picture', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('The picture is on the clipboard.').waitFor();
  await page.keyboard.press('Escape');
  const pasted = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bitmap = await createImageBitmap(await item!.getType('image/png'));
    return [bitmap.width, bitmap.height];
  });
  const { width, height } = await look(painted(page));
  expect(pasted).toEqual([width, height]);
});

test('where the device has a share sheet, it gets the painting as a file', async () => {
  // Chromium on Linux has none: what the page hands over is caught here.
  await page.evaluate(() => {
    Object.assign(navigator, {
      canShare: () => true,
      share: ({ files }: { files: File[] }) => Promise.resolve(void Object.assign(globalThis, { shared: files[0] })),
    });
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.waitForFunction(() => 'shared' in globalThis);
  await page.keyboard.press('Escape');
  const shared = await page.evaluate(async () => {
    const { shared } = globalThis as unknown as { shared: File };
    const bitmap = await createImageBitmap(shared);
    return { name: shared.name, type: shared.type, size: [bitmap.width, bitmap.height] };
  });
  const { width, height } = await look(painted(page));
  expect(shared).toMatchObject({ type: 'image/jpeg', size: [width, height] });
  expect(shared.name).toMatch(/\.jpg$/);
});

test('the easel fills the screen, and leaves it', async () => {
  const full = (): Promise<string | undefined> => page.evaluate(() => document.fullscreenElement?.id);
  await page.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(full).toBe('stage');
  await page.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(full).toBe(undefined);
});

test('cancelling works at once, and painting goes on where it was wished', async () => {
  await page.getByRole('button', { name: 'New picture' }).click();
  await sample(page, /Summer Palace/).click();
  await brought(page, 640, 427);
  await settled(page);
  const before = await look(painted(page));
  await style(page, /Starry Night/).click();
  const start = Date.now();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled').waitFor();
  expect(Date.now() - start).toBeLessThan(1000);
  expect((await look(painted(page))).print).toBe(before.print);
  await page.getByRole('button', { name: 'Paint again' }).click();
  await settled(page);
  expect((await look(painted(page))).print).not.toBe(before.print);
});

test('strength walks from the photo to the style', async () => {
  const full = await look(painted(page));
  const strength = page.getByLabel('Strength', { exact: true });
  await strength.fill('0');
  await settled(page);
  const none = await look(painted(page));
  const original = await look(photo(page));
  const away = (mean: readonly number[]): number =>
    Math.max(...mean.map((value, at) => Math.abs(value - original.mean[at]!)));
  expect(away(none.mean)).toBeLessThan(away(full.mean));
  await strength.press('End');
  await settled(page);
  expect((await look(painted(page))).print).not.toBe(full.print);
});

test('a blend of two styles is neither of them', async () => {
  await page.getByLabel('Strength', { exact: true }).fill('0.6667');
  await paint(page, /Udnie/);
  const one = await look(painted(page));
  await page.getByRole('button', { name: 'Add a style', exact: true }).click();
  await style(page, /Great Wave/).click();
  await settled(page);
  const both = await look(painted(page));
  expect(both.print).not.toBe(one.print);
  await page.getByRole('button', { name: /Leave out .*Great Wave/ }).click();
  await settled(page);
  expect((await look(painted(page))).print).toBe(one.print);
});

test('the style brush changes what is under it, and nothing far from it', async () => {
  await settled(page);
  const side = (part: 'left' | 'right'): Promise<number> =>
    painted(page).evaluate((canvas, part) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext('2d')!;
      const strip = context.getImageData(part === 'left' ? 0 : width - 20, 0, 20, height).data;
      return strip.reduce((sum, value) => (Math.imul(sum, 31) + value) | 0, 0);
    }, part);
  const before = [await side('left'), await side('right')];
  await page.getByRole('button', { name: 'Choose its style' }).click();
  await style(page, /The Scream/).click();
  const box = (await painted(page).boundingBox())!;
  await page.mouse.move(box.x + 4, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + 4, box.y + box.height * 0.8, { steps: 8 });
  await page.mouse.up();
  await settled(page);
  await expect.poll(() => side('left')).not.toBe(before[0]);
  expect(await side('right')).toBe(before[1]);
});

test('nothing was thrown on the way', () => {
  expect(faults).toEqual([]);
});
