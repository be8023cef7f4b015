// Photo look: the golden pair as from Python, strength, .cube files, and every way to bring a photo and its look.
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PinxitManifest } from '../../src/contract/manifest';
import type { SiteIndex } from '../../src/contract/site';
import { launch, serve, type Site } from '../browser';
import { changed, gallery, shown, SOFTWARE_GL, still, strength } from './looks';
import { brought, difference, drop, folder, hover, message, packaged, problems, ready, save, tabTo } from './studio';

const { looks } = JSON.parse(readFileSync(`${folder()}/zoo/index.json`, 'utf8')) as SiteIndex;
const golden = (path: string): Buffer => packaged(`zoo/${looks[0]}/golden/${path}`);
const manifest = (): PinxitManifest => JSON.parse(packaged(`zoo/${looks[0]}/manifest.json`).toString()) as PinxitManifest;

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  site = await serve(folder());
  browser = await launch({ args: SOFTWARE_GL });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  ({ context, page, faults } = await open(browser));
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
});

async function open(on: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await on.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${site.url}#look`);
  if (!options.locale) await ready(page);
  return { context, page, faults };
}

/** The samples are looks as well. */
const sample = (on: Page): Locator => on.getByRole('main').getByRole('button', { name: /Chelsea/ });
const choose = (title: RegExp): Promise<void> => gallery(page).getByRole('button', { name: title }).click();
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

async function cube(): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button('Download .cube').click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

async function goldenPair(on: Page): Promise<void> {
  await drop(on, 'me.png', 'image/png', golden('photo.png'));
  await brought(on, 192, 192);
  await drop(on, 'evening.png', 'image/png', golden('look.png'));
  await still(on);
}

test.each([
  ['with a graphics card', SOFTWARE_GL, 'on the graphics card'],
  ['without one', ['--disable-gpu', '--disable-software-rasterizer'], 'on the CPU, shown smaller'],
])('the golden photo gets the golden look as in Python, %s', async (_, args, said) => {
  const other = await launch({ args: [...args] });
  try {
    const { page, faults } = await open(other);
    await goldenPair(page);
    await page.getByRole('group', { name: 'Status' }).getByText(said).waitFor();
    const seen = await shown(page);
    const { name, bytes } = await save(page, 'PNG');
    expect(name).toBe('me-evening.png');
    // Between the points of the table Python's golden picture is interpolated in another way: one level more.
    expect(await difference(page, bytes, golden('painted.png'))).toBeLessThanOrEqual(255 * manifest().golden.tolerance + 1);
    expect(await difference(page, bytes, seen)).toBeLessThanOrEqual(1);
    expect(await difference(page, bytes, golden('photo.png'))).toBeGreaterThan(10);
    expect(faults).toEqual([]);
  } finally {
    await other.close();
  }
});

test('the strength is live, and none is the photo itself', async () => {
  await goldenPair(page);
  const full = await still(page);
  await strength(page).fill('1.5');
  const more = await changed(page, full);
  await strength(page).fill('0');
  const none = await changed(page, more);
  expect(new Set([full, more, none]).size).toBe(3);
  const { bytes } = await save(page, 'PNG');
  expect(await difference(page, bytes, golden('photo.png'))).toBe(0);
  // Neither the slider nor another look fetches the network again.
  const asked = site.asked.filter((path) => path.endsWith('preset.onnx')).length;
  await choose(/Coffee/);
  await still(page);
  expect(site.asked.filter((path) => path.endsWith('preset.onnx'))).toHaveLength(asked);
});

test('a .cube file takes the look along, and brings it back', async () => {
  await goldenPair(page);
  await strength(page).fill('0.8');
  await still(page);
  const before = await save(page, 'PNG');
  const { name, text } = await cube();
  expect(name).toBe('evening.cube');
  expect(text.split('\n').filter((line) => /^\d/.test(line))).toHaveLength(33 ** 3);

  await strength(page).fill('1');
  await drop(page, name, '', Buffer.from(text));
  await gallery(page).getByText('Table of 33 × 33 × 33').waitFor();
  await still(page);
  const after = await save(page, 'PNG');
  expect(await difference(page, before.bytes, after.bytes)).toBeLessThanOrEqual(1);
  // Another photo keeps the table.
  await button('Change the photo').click();
  await page.getByRole('dialog').getByRole('button', { name: /Coffee/ }).click();
  await brought(page, 600, 400);
  await still(page);
  expect((await cube()).text).toBe(text.replace(/^TITLE.*\n/, 'TITLE "evening"\n'));
});

test.each([
  ['curves.cube', Buffer.from('LUT_1D_SIZE 2\n0 0 0\n1 1 1\n'), /curves\.cube.*not a \.cube file.*1D/s],
  ['cut.cube', Buffer.from('LUT_3D_SIZE 33\n0 0 0\n'), /cut\.cube.*1 colours; 35937 were expected/s],
  ['letter.jpg', Buffer.from('Dear reader'), /letter\.jpg.*not a picture/s],
])('what is no look is said, and the look before stays: %s', async (name, bytes, said) => {
  await goldenPair(page);
  const before = await still(page);
  await drop(page, name, '', bytes);
  await message(page, said).waitFor();
  expect(await still(page)).toBe(before);
  await page.getByRole('heading', { name: 'in the look of evening' }).waitFor();
});

test('a photo first and a look before it, both at once, and a pasted one', async () => {
  // On the looks it is the look even before there is a photo.
  await hover(page, 'a.png', 'image/png', golden('look.png'), '.gallery');
  await page.getByText('Drop it here: your photo takes on its look').waitFor();
  await drop(page, 'a.png', 'image/png', golden('look.png'), '.gallery');
  await gallery(page).getByRole('button', { name: 'a Yours', pressed: true }).waitFor();
  await sample(page).click();
  const first = await still(page);
  // Another photo, from the dialog; the look stays, and is read for that photo anew.
  await button('Change the photo').click();
  await drop(page, 'b.jpg', 'image/jpeg', packaged('samples/coffee.jpg'));
  await brought(page, 600, 400);
  const second = await still(page);
  expect(second).not.toBe(first);
  await page.evaluate(async (base64) => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    clipboardData.items.add(new File([bytes], 'pasted.jpg', { type: 'image/jpeg' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, packaged('samples/cat.jpg').toString('base64'));
  await page.getByRole('heading', { name: 'in the look of pasted' }).waitFor();
  expect(await still(page)).not.toBe(second);
  await brought(page, 600, 400);
});

test('two photos that are dropped together are a photo and its look', async () => {
  await page.evaluate(([photo, other]) => {
    const dataTransfer = new DataTransfer();
    for (const [at, base64] of [photo!, other!].entries()) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], `${at}.png`, { type: 'image/png' }));
    }
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, [golden('photo.png').toString('base64'), golden('look.png').toString('base64')]);
  await page.getByRole('heading', { name: 'in the look of 1' }).waitFor();
  await still(page);
  await brought(page, 192, 192);
});

test('before and after; the studio has the photo too, and the look is still here afterwards', async () => {
  await goldenPair(page);
  const before = await still(page);
  await button('Compare').click();
  await page.getByRole('slider', { name: 'Before and after' }).waitFor();
  await page.getByRole('link', { name: 'Studio' }).click();
  await page.getByRole('region', { name: 'Styles' }).waitFor();
  await brought(page, 192, 192);
  await page.getByRole('link', { name: 'Photo look' }).click();
  expect(await still(page)).toBe(before);
});

test('from the first key to a look without a pointer', async () => {
  await tabTo(page, /Sample: Chelsea/);
  await page.keyboard.press('Enter');
  await brought(page, 451, 300);
  await tabTo(page, /^Eileen/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /in the look of Coffee/ }).waitFor();
  const before = await still(page);
  await strength(page).focus();
  for (let presses = 0; presses < 20; presses++) await page.keyboard.press('ArrowRight');
  expect(await strength(page).getAttribute('aria-valuetext')).toBe('120 %');
  await changed(page, before);
});

test('without a network, once it was there', async () => {
  await goldenPair(page);
  // A page that was left while it was being installed would not be whole.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await goldenPair(page);
});

test('a site without a model of looks does not show the screen', async () => {
  const bare = await serve(folder(), {
    tamper: (path, body) => (path.endsWith('zoo/index.json') ? Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()) as SiteIndex, looks: [] })) : body),
  });
  try {
    const page = await context.newPage();
    await page.goto(bare.url);
    await page.getByRole('link', { name: 'Live' }).waitFor();
    await page.getByRole('button', { name: /Sample: Chelsea/ }).waitFor();
    expect(await page.getByRole('link', { name: 'Photo look' }).count()).toBe(0);
    await page.close();
  } finally {
    await bare.close();
  }
});

const cases = [
  { locale: 'en-GB', colorScheme: 'light', width: 1440 },
  { locale: 'en-GB', colorScheme: 'dark', width: 360 },
  { locale: 'zh-CN', colorScheme: 'light', width: 360 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 768 },
] as const;

test.each(cases)('nothing for axe to find: $locale, $colorScheme, $width px', async ({ locale, colorScheme, width }) => {
  const { context, page, faults } = await open(browser, { locale, colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  // The first visit loads itself anew: what is looked at is the page after that.
  await page.waitForFunction(() => crossOriginIsolated);
  await page.locator('.status .backend').waitFor();
  await sample(page).waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(colorScheme);
  expect(await problems(page)).toEqual([]);
  await sample(page).click();
  await page.locator('.gallery').getByRole('button', { name: /Coffee/ }).click();
  await page.locator('canvas.painted').waitFor();
  if (width < 700) await page.locator('.adjust').click();
  expect(await problems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await page.locator('.tools .primary').click();
  await page.getByRole('dialog').waitFor();
  expect(await problems(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
