// Two languages, two themes, keyboards and screen readers: axe-core on every screen.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { brought, folder, painted, problems, sample, settled, tabTo } from './studio';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  site = await serve(folder());
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const WORDS = {
  'en-GB': { newPicture: 'New picture', save: 'Save', wave: /Great Wave/, cat: /Chelsea/ },
  'zh-CN': { newPicture: '换一张照片', save: '保存', wave: /神奈川|Great Wave/, cat: /Chelsea/ },
} as const;

// Both languages, themes and widths, each with the others in half of the cases.
const cases = [
  { locale: 'en-GB', colorScheme: 'light', width: 1440 },
  { locale: 'en-GB', colorScheme: 'dark', width: 360 },
  { locale: 'zh-CN', colorScheme: 'light', width: 360 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 1440 },
] as const;

test.each(cases)('nothing to find: $locale, $colorScheme, $width px', { timeout: 240_000 }, async ({ locale, colorScheme, width }) => {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(site.url);
  await page.waitForFunction(() => crossOriginIsolated);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale === 'en-GB' ? 'en' : 'zh-CN');
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(colorScheme);
  const words = WORDS[locale];
  await sample(page, words.cat).waitFor();
  expect(await problems(page)).toEqual([]);

  await sample(page, words.cat).click();
  const canvas = page.locator('main canvas').first();
  await canvas.waitFor();
  await page.locator('.gallery').getByRole('button', { name: words.wave }).click();
  await page.locator('canvas.painted').waitFor();
  expect(await problems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);

  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByRole('dialog').waitFor();
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words.newPicture }).click();
  await page.getByRole('dialog').waitFor();
  expect(await problems(page)).toEqual([]);
  await context.close();
});

test('the language can be changed, and is remembered', async () => {
  const page = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => crossOriginIsolated);
  await page.getByRole('heading', { name: 'Your picture, painted.' }).waitFor();
  await page.getByLabel('Language').selectOption('中文');
  await page.getByRole('heading', { name: '你的照片，画成一幅画。' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '你的照片，画成一幅画。' }).waitFor();
  await page.getByLabel('语言').selectOption('English');
  await page.getByRole('heading', { name: 'Your picture, painted.' }).waitFor();
});

test('from the first key to a painting without a pointer', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => crossOriginIsolated);
  await tabTo(page, /Sample: Chelsea/);
  await page.keyboard.press('Enter');
  await brought(page, 451, 300);
  await page.keyboard.press('Shift+Tab');
  await page.locator('.gallery [tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await settled(page);
  await painted(page).waitFor();
});
