// Texture worlds: painted, thrown anew, larger and finer, cancelled, saved; by keyboard; and for axe-core. That the
// pictures are Python's is asked in tests/engine/parity.test.ts.
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SiteIndex } from '../../src/contract/site';
import { launch, serve, type Site } from '../browser';
import { brought, difference, drop, folder, inTheme, look, packaged, problems, ready, sample, save, settled, tabTo } from './studio';

const index = JSON.parse(readFileSync(`${folder()}/zoo/index.json`, 'utf8')) as SiteIndex;

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

// One page for all tests: a visitor tries one thing after the other, too.
beforeAll(async () => {
  site = await serve(folder());
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${site.url}#worlds`);
  await ready(page);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
afterEach(() => expect(faults).toEqual([]));

const worlds = (): Locator => page.getByRole('region', { name: 'Worlds' }).getByRole('button');
const made = (): Locator => page.getByRole('img', { name: /Your picture made of/ });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const slider = (name: string): Locator => page.getByRole('slider', { name });

/** What the easel shows once nothing is being painted. */
async function shown(): Promise<number> {
  await settled(page);
  return (await look(made())).print;
}

test('from the first key to a picture without a pointer', async () => {
  await tabTo(page, /Sample: Chelsea/);
  await page.keyboard.press('Enter');
  await brought(page, 451, 300);
  await slider('Size of the picture').fill('512');
  await worlds().first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await made().waitFor();
  await settled(page);
  expect(await worlds().nth(1).getAttribute('aria-pressed')).toBe('true');
  expect(await page.getByRole('group', { name: 'Status' }).innerText()).toContain('512 × 341 px');
});

test('each world is another, and so is each throw of one', async () => {
  const prints = [await shown()];
  await worlds().first().click();
  prints.push(await shown());
  await button('Another throw').click();
  prints.push(await shown());
  await slider('Size of the texture').fill('1.5');
  prints.push(await shown());
  await page.getByRole('switch', { name: 'Keep colours' }).check({ force: true });
  prints.push(await shown());
  expect(new Set(prints).size).toBe(5);
  // A world is fetched once, whatever is tried with it.
  const fetched = site.asked.filter((path) => path.endsWith('world.onnx'));
  expect(new Set(fetched).size).toBe(fetched.length);
});

test('in its own colours it is still the texture, and it is saved as it is shown', async () => {
  const { name, bytes } = await save(page, 'PNG');
  expect(name).toBe(`cat-${index.worlds![0]!.replace(/^mosaic\.|_v\d+$/g, '')}.png`);
  const canvas = await made().evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  expect(await difference(page, bytes, Buffer.from(canvas.split(',')[1]!, 'base64'))).toBeLessThanOrEqual(1);
  for (const format of ['JPEG', 'WebP'] as const) {
    expect((await save(page, format)).bytes.length).toBeGreaterThan(5000);
  }
});

test('what takes long can be cancelled, and the picture before it stays', async () => {
  const before = await shown();
  await slider('Size of the texture').fill('0.5');
  await slider('Size of the picture').fill('2048');
  await page.getByText(/^[1-9]\d* of \d\d/).waitFor();
  await button('Cancel').click();
  await page.getByText('Cancelled').waitFor();
  expect(await shown()).toBe(before);
  await slider('Size of the texture').fill('1');
  await slider('Size of the picture').fill('512');
  expect(await shown()).not.toBe(before);
});

test('a dropped picture is the next photo; the studio has it too', async () => {
  const before = await shown();
  await drop(page, 'cup.jpg', 'image/jpeg', packaged('samples/coffee.jpg'), '.gallery');
  await brought(page, 600, 400);
  await made().waitFor();
  expect(await shown()).not.toBe(before);
  await page.getByRole('link', { name: 'Studio' }).click();
  await page.getByRole('region', { name: 'Styles' }).waitFor();
  await brought(page, 600, 400);
  await page.getByRole('link', { name: 'Texture worlds' }).click();
  await made().waitFor();
});

test('a site without worlds does not show the screen', async () => {
  const none = (body: Buffer): Buffer => Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString()) as SiteIndex), worlds: [] }));
  const bare = await serve(folder(), { tamper: (path, body) => (path.endsWith('zoo/index.json') ? none(body) : body) });
  try {
    const other = await context.newPage();
    await other.goto(bare.url);
    await sample(other).waitFor();
    expect(await other.getByRole('link', { name: 'Texture worlds' }).count()).toBe(0);
    await other.close();
  } finally {
    await bare.close();
  }
});

test.each([
  { language: 'en', scheme: 'light', width: 1280 },
  { language: 'zh', scheme: 'dark', width: 360 },
] as const)('nothing for axe to find: $language, $scheme, $width px', async ({ language, scheme, width }) => {
  await inTheme(page, scheme);
  await page.setViewportSize({ width, height: 760 });
  await page.locator('.top select').first().selectOption(language);
  await page.locator('canvas.painted').waitFor();
  expect(await problems(page)).toEqual([]);
  if (width < 700) {
    await page.locator('.adjust').click();
    expect(await problems(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await page.locator('.tools .primary').click();
  await page.getByRole('dialog').waitFor();
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('Escape');
});
