// Into a painting: brought, dragged, pushed with keys, painted in as Python does it, and saved; one page for all of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { python } from '../engine/python';
import { difference, drop, folder, hover, inTheme, look, message, packaged, problems, ready, save, tabTo } from './studio';

// A cup that is cut out, one of our paintings, and the one painted into the other: by Python, in its default place.
const SCRIPT = `
import sys, json, pinxit
from pathlib import Path
from PIL import Image, ImageDraw
samples, folder = Path("src/pinxit/data/samples"), Path(json.load(sys.stdin))
pinxit.paint(samples / "summer-palace.jpg", "starry-night", max_side=480).save(folder / "painting.png")
cup = Image.open(samples / "coffee.jpg").convert("RGB")
alpha = Image.new("L", cup.size)
ImageDraw.Draw(alpha).ellipse((80, 20, 480, 388), fill=255)
cup.putalpha(alpha)
cup.save(folder / "cup.png")
given = {"content": folder / "cup.png", "style": folder / "painting.png"}
made = pinxit.stylise("harmonise", given, method="fast", painter=pinxit.paint, at="middle", level=5.0)
made.save(folder / "painted.png")
print("null")
`;

let made: string;
let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'pinxit-object-'));
  await python(SCRIPT, made);
  site = await serve(folder());
  browser = await launch();
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${site.url}#object`);
  await ready(page);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(made, { recursive: true });
  expect(faults).toEqual([]);
});

const file = (name: string): Buffer => readFileSync(join(made, name));
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const frame = (): Locator => page.getByRole('group', { name: /plus and minus change its size/ });
const painted = (): Locator => page.getByRole('img', { name: /painted in$/ });
const paintings = (): Locator => page.getByRole('region', { name: 'Paintings' });
const size = (): Locator => page.getByRole('slider', { name: 'Size' });
const told = (text: RegExp): Promise<void> => message(page, text).getByRole('button', { name: 'Dismiss' }).click();

async function paint(): Promise<void> {
  await button('Paint it in').click();
  await painted().waitFor();
}

/** The frame on the page, from the sheet's left upper corner, as shares of it. */
async function placed(): Promise<{ x: number; y: number; width: number }> {
  // What was just done is on the page after the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const sheet = (await page.locator('.sheet').boundingBox())!;
  const box = (await frame().boundingBox())!;
  return { x: (box.x + box.width / 2 - sheet.x) / sheet.width, y: (box.y + box.height / 2 - sheet.y) / sheet.height, width: box.width / sheet.width };
}

/** Where two pictures differ: the smallest box round that, in pixels. */
function changed(one: Buffer, other: Buffer): Promise<{ left: number; top: number; right: number; bottom: number }> {
  return page.evaluate(
    async (files) => {
      const pixels = await Promise.all(
        files.map(async (base64) => {
          const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
          const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
          drawing.drawImage(bitmap, 0, 0);
          return drawing.getImageData(0, 0, bitmap.width, bitmap.height);
        }),
      );
      const [a, b] = pixels as [ImageData, ImageData];
      const box = { left: a.width, top: a.height, right: 0, bottom: 0 };
      for (let at = 0; at < a.data.length; at++) {
        if (a.data[at] === b.data[at]) continue;
        const [x, y] = [(at >> 2) % a.width, Math.floor((at >> 2) / a.width)];
        Object.assign(box, { left: Math.min(box.left, x), top: Math.min(box.top, y), right: Math.max(box.right, x + 1), bottom: Math.max(box.bottom, y + 1) });
      }
      return box;
    },
    [one.toString('base64'), other.toString('base64')],
  );
}

test('nothing for axe to find before there is a painting, and nothing large is fetched for it', async () => {
  await paintings().getByRole('button', { name: /after The Starry Night/ }).waitFor();
  expect(await problems(page)).toEqual([]);
  expect(site.asked.some((path) => path.startsWith('networks/'))).toBe(false);
});

test('a painting and a cut-out that are dropped become what Python makes of them; beside the thing every byte stays', async () => {
  await hover(page, 'night.png', 'image/png', file('painting.png'));
  await page.getByText('Drop it here: the painting').waitFor();
  await drop(page, 'night.png', 'image/png', file('painting.png'));
  await page.getByText('Who or what is painted in?').waitFor();
  await drop(page, 'cup.png', 'image/png', file('cup.png'));
  await frame().waitFor();
  expect(await placed()).toEqual({ x: expect.closeTo(0.5, 2), y: expect.closeTo(0.5, 2), width: expect.closeTo(0.363, 1) });
  await paint();
  const { name, bytes } = await save(page, 'PNG');
  expect(name).toBe('night-cup.png');
  expect(await difference(page, bytes, file('painted.png'))).toBeLessThanOrEqual(2);
  const box = await changed(bytes, file('painting.png'));
  expect(box.left).toBeGreaterThan(120);
  expect(box.right).toBeLessThan(360);
  expect(box.bottom - box.top).toBeGreaterThan(100);
});

test('it is dragged, pulled, turned with the wheel, and every move brings the paste back', async () => {
  const before = await placed();
  const box = (await frame().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2 - 30, { steps: 4 });
  await page.mouse.up();
  expect(await painted().count()).toBe(0);
  await button('Paint it in').waitFor();
  const after = await placed();
  const sheet = (await page.locator('.sheet').boundingBox())!;
  expect(after.x - before.x).toBeCloseTo(60 / sheet.width, 2);
  expect(after.y - before.y).toBeCloseTo(-30 / sheet.height, 2);

  const now = (await frame().boundingBox())!;
  await page.mouse.move(now.x + now.width, now.y + now.height);
  await page.mouse.down();
  await page.mouse.move(now.x + now.width * 0.9, now.y + now.height * 0.9, { steps: 4 });
  await page.mouse.up();
  const smaller = await placed();
  expect(smaller.width / after.width).toBeCloseTo(0.8, 1);
  expect(smaller.x).toBeCloseTo(after.x, 2);

  await page.mouse.move(now.x + now.width / 2, now.y + now.height / 2);
  await page.mouse.wheel(0, -120);
  await expect.poll(async () => (await placed()).width).toBeGreaterThan(smaller.width * 1.1);
  // Beside it, the wheel is for looking.
  await page.mouse.move(sheet.x + 8, sheet.y + sheet.height - 8);
  await page.mouse.wheel(0, -240);
  await expect.poll(async () => (await page.locator('.sheet').boundingBox())!.width).toBeGreaterThan(sheet.width * 1.2);
  await button('Fit to screen').click();
  await expect.poll(async () => (await page.locator('.sheet').boundingBox())!.width).toBeCloseTo(sheet.width, 0);
});

test('with keys alone: moved, made larger, painted', async () => {
  await frame().focus();
  const before = await placed();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown', 'Shift+ArrowDown', '+']) await page.keyboard.press(key);
  const after = await placed();
  expect(after.x - before.x).toBeCloseTo(-0.04, 2);
  expect(after.y - before.y).toBeCloseTo(0.024, 2);
  expect(after.width / before.width).toBeCloseTo(1.1, 1);
  await page.keyboard.press('-');
  expect((await placed()).width).toBeCloseTo(before.width, 2);
  await tabTo(page, /Paint it in/);
  await page.keyboard.press('Enter');
  await painted().waitFor();
});

test('another level is painted anew, in its words; before and after', async () => {
  const before = await look(painted());
  const level = page.getByRole('slider', { name: 'The painting is' });
  await level.fill('10');
  expect(await level.getAttribute('aria-valuetext')).toBe('expressionist');
  await expect.poll(async () => (await look(painted())).print).not.toBe(before.print);
  await button('Compare').click();
  await page.getByRole('slider', { name: 'Before and after' }).waitFor();
  await button('Compare').click();
});

test('what cannot be painted in is said, and what to bring; what was there stays', async () => {
  await drop(page, 'palace.jpg', 'image/jpeg', packaged('samples/summer-palace.jpg'));
  await told(/palace\.jpg.*No person was found.*transparent around the thing/s);
  await drop(page, 'letter.png', 'image/png', Buffer.from('Dear reader'));
  await told(/letter\.png.*not a picture/s);
  await drop(page, 'letter.png', 'image/png', Buffer.from('Dear reader'), '.gallery');
  await told(/letter\.png.*not a picture/s);
  await frame().waitFor();
  await painted().waitFor();
  // As large as it gets, it covers all of a small painting.
  await drop(page, 'small.png', 'image/png', await square(), '.gallery');
  await page.getByRole('heading', { name: 'in small' }).waitFor();
  await drop(page, 'block.png', 'image/png', await square(254));
  await page.getByRole('heading', { name: 'block in' }).waitFor();
  await size().fill('1.5');
  await button('Paint it in').click();
  await told(/Nothing of it is seen there, or nothing else/);
});

/** A picture of one colour, and of that alpha. */
async function square(alpha = 255): Promise<Buffer> {
  const base64 = await page.evaluate(async (opacity) => {
    const canvas = new OffscreenCanvas(64, 64);
    const drawing = canvas.getContext('2d')!;
    drawing.fillStyle = `rgb(90 120 60 / ${opacity / 255})`;
    drawing.fillRect(0, 0, 64, 64);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, alpha);
  return Buffer.from(base64, 'base64');
}

test('the example in one click: a person is cut out, and stands on the lower border', async () => {
  await page.reload();
  await ready(page);
  await button('Show me an example').click();
  await page.getByRole('heading', { name: 'Eileen Collins in Summer Palace' }).waitFor();
  const sheet = (await page.locator('.sheet').boundingBox())!;
  const box = (await frame().boundingBox())!;
  expect(box.y + box.height).toBeCloseTo(sheet.y + sheet.height, 0);
  expect(site.asked.filter((path) => path === 'networks/person.onnx')).not.toHaveLength(0);
  await paint();
  // Another screen, and back: all of it is still here.
  await page.getByRole('link', { name: 'Studio' }).click();
  await page.getByRole('region', { name: 'Styles' }).waitFor();
  await page.getByRole('link', { name: 'Into a painting' }).click();
  await painted().waitFor();
});

test('nothing for axe to find, light and dark, wide and narrow', async () => {
  for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'dark'], [360, 'light']] as const) {
    await page.setViewportSize({ width, height: 800 });
    await inTheme(page, colorScheme);
    if (width < 700 && !(await page.locator('.studio').getAttribute('data-sheet'))?.includes('true')) await button('Adjust').click();
    expect(await problems(page), `${width} ${colorScheme}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});
