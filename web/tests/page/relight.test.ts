// Photo look with light: fetched when it is chosen, as from Python, cancelled, failing, remembered. One page for all of it:
// each test goes on where the one before it ended.
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PinxitManifest } from '../../src/contract/manifest';
import type { SiteIndex } from '../../src/contract/site';
import { launch, serve, type Site, type Tamper } from '../browser';
import { changed, gallery, shown, SOFTWARE_GL, still, strength } from './looks';
import { brought, difference, drop, folder, inTheme, message, packaged, problems, ready, save, visit } from './studio';

const { relights = [] } = JSON.parse(readFileSync(`${folder()}/zoo/index.json`, 'utf8')) as SiteIndex;
const golden = (path: string): Buffer => packaged(`zoo/${relights[0]}/golden/${path}`);
const { tolerance } = (JSON.parse(packaged(`zoo/${relights[0]}/manifest.json`).toString()) as PinxitManifest).golden;
const asIs: Tamper = (_, body) => body;

let tamper = asIs;
let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  site = await serve(folder(), { tamper: (path, body) => tamper(path, body) });
  browser = await launch({ args: SOFTWARE_GL });
  context = await browser.newContext();
  ({ page, faults } = await visit(context, `${site.url}#look`));
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const way = (name: 'Colours' | 'Colours and light'): Locator => page.getByRole('radio', { name, exact: true });
const cube = (): Locator => page.getByRole('button', { name: 'Download .cube' });
const asked = (): number => site.asked.filter((path) => path.endsWith('wct.onnx')).length;
/** The network's file fares otherwise, the rest as ever. */
const meddle = (fate: Tamper): Tamper => (path, body) => (path.endsWith('wct.onnx') ? fate(path, body) : body);

async function goldenPair(): Promise<void> {
  await drop(page, 'me.png', 'image/png', golden('photo.png'));
  await brought(page, 192, 192);
  await drop(page, 'evening.png', 'image/png', golden('style.png'));
  await page.getByRole('heading', { name: 'in the look of evening' }).waitFor();
}

test('the network is fetched once it is wished for, by the keyboard here, and ending that leaves the colours', async () => {
  await goldenPair();
  const colours = await still(page);
  expect(asked()).toBe(0);
  let arrive = (): void => undefined;
  const gate = new Promise<void>((open) => (arrive = open));
  tamper = meddle(async (_, body) => {
    await gate;
    return body;
  });
  await way('Colours').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(asked).toBe(1);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await way('Colours').isChecked()).toBe(true);
  expect(await still(page)).toBe(colours);
  arrive();
});

test('where it cannot be fetched that is said, the colours stay, and it can be tried again', async () => {
  const colours = await still(page);
  tamper = meddle(() => null);
  await way('Colours and light').check({ force: true });
  const said = message(page, /evening.*could not be fetched.*wct\.onnx/s);
  await said.waitFor();
  expect(await way('Colours').isChecked()).toBe(true);
  expect(await still(page)).toBe(colours);
  tamper = asIs;
  await said.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => way('Colours and light').isChecked()).toBe(true);
  expect(await still(page)).not.toBe(colours);
});

test('the golden photo gets the golden light as in Python, on the screen and in the file', async () => {
  const seen = await shown(page);
  const { name, bytes } = await save(page, 'PNG');
  expect(name).toBe('me-evening.png');
  expect(await difference(page, bytes, golden('painted.png'))).toBeLessThanOrEqual(255 * tolerance);
  expect(await difference(page, bytes, seen)).toBeLessThanOrEqual(1);
  expect(await difference(page, bytes, golden('photo.png'))).toBeGreaterThan(10);
  // It is no table.
  expect(await cube().count()).toBe(0);
});

test('the strength is live, none is the photo itself, and the way back to the colours asks nothing again', async () => {
  const full = await still(page);
  await strength(page).fill('1.5');
  const more = await changed(page, full);
  await strength(page).fill('0');
  const none = await changed(page, more);
  expect(new Set([full, more, none]).size).toBe(3);
  expect(await difference(page, (await save(page, 'PNG')).bytes, golden('photo.png'))).toBe(0);
  await strength(page).fill('1');
  expect(await changed(page, none)).toBe(full);
  const before = site.asked.filter((path) => path.endsWith('.onnx')).length;
  await way('Colours').check({ force: true });
  await cube().waitFor();
  const colours = await changed(page, full);
  await way('Colours and light').check({ force: true });
  expect(await changed(page, colours)).toBe(full);
  expect(site.asked.filter((path) => path.endsWith('.onnx'))).toHaveLength(before);
});

test('a .cube file has colours only, and the wish for light outlives it', async () => {
  const table = `LUT_3D_SIZE 2\n${[0, 1, 2, 3, 4, 5, 6, 7].map((at) => `${1 - (at & 1)} ${(at >> 1) & 1} ${at >> 2}`).join('\n')}\n`;
  await drop(page, 'turned.cube', '', Buffer.from(table));
  await page.getByText('A .cube file knows colours only.').waitFor();
  expect(await way('Colours').isChecked()).toBe(true);
  expect(await way('Colours and light').isDisabled()).toBe(true);
  await cube().waitFor();
  await still(page);
  await gallery(page).getByRole('button', { name: /Coffee/ }).click();
  await expect.poll(() => way('Colours and light').isChecked()).toBe(true);
  await still(page);
});

test('a narrow screen has all of it, in the dark, and axe finds nothing', async () => {
  await page.setViewportSize({ width: 360, height: 800 });
  await inTheme(page, 'dark');
  await page.locator('.adjust').click();
  expect(await problems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await way('Colours').check({ force: true });
  await way('Colours and light').check({ force: true });
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('the choice is remembered, and needs no network any more', async () => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await goldenPair();
  await still(page);
  expect(await way('Colours and light').isChecked()).toBe(true);
  expect(await difference(page, (await save(page, 'PNG')).bytes, golden('painted.png'))).toBeLessThanOrEqual(255 * tolerance);
  await context.setOffline(false);
  expect(faults).toEqual([]);
});

test('a site without such a model has colours, and no choice', async () => {
  const bare = await serve(folder(), {
    tamper: (path, body) => (path.endsWith('zoo/index.json') ? Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()) as SiteIndex, relights: undefined })) : body),
  });
  try {
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${bare.url}#look`);
    await other.getByRole('main').getByRole('button', { name: /Chelsea/ }).click();
    await gallery(other).getByRole('button', { name: /Coffee/ }).click();
    await still(other);
    expect(await other.getByRole('button', { name: 'Download .cube' }).count()).toBe(1);
    expect(await other.getByRole('radiogroup').count()).toBe(0);
  } finally {
    await bare.close();
  }
});
