// What the page tests share: where the built site is, and how a visitor gets to a painted picture. Everything is found
// as a visitor finds it, by role and name; the page is in English unless a test says otherwise.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, JSHandle, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { SiteIndex } from '../../src/contract/site';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const data = join(repository, 'src/pinxit/data');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The built site: web/dist, or the folder that $SITE names. */
export function folder(): string {
  const site = process.env['SITE'] ?? join(repository, 'web/dist');
  if (existsSync(join(site, 'sw.js'))) return site;
  throw new Error(`${site} holds no built site: run \`npm run build\` in web/, or \`make site\``);
}

/** A file of the package's data, such as samples/cat.jpg. */
export const packaged = (path: string): Buffer => readFileSync(join(data, path));

/** A packaged file of the painter that the site uses, such as golden/photo.png. */
export function ofPainter(path: string): Buffer {
  const index = JSON.parse(readFileSync(join(folder(), 'zoo/index.json'), 'utf8')) as SiteIndex;
  return packaged(`zoo/${index.painters[0]}/${path}`);
}

/** A new tab on the site, once the painter is ready. What the page throws fails the test that looks at `faults`. */
export async function visit(context: BrowserContext, url: string): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000); // the time that painting may take on a busy machine
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(url);
  await ready(page);
  return { page, faults };
}

/**
 * The painter is ready, and the page isolated. On a host without headers the first visit reloads itself, and what is done
 * before that would be lost; on a very slow machine it gives up on that, and the next visit is isolated.
 */
export async function ready(page: Page): Promise<void> {
  await Promise.race([page.waitForFunction(() => crossOriginIsolated), backend(page).waitFor()]);
  if (!(await page.evaluate(() => crossOriginIsolated))) await page.reload();
  await page.waitForFunction(() => crossOriginIsolated);
  await backend(page).waitFor();
}

export const backend = (page: Page): Locator => page.getByLabel('Back end');
export const sample = (page: Page, title: RegExp = /Chelsea/): Locator => page.getByRole('button', { name: title });
export const style = (page: Page, title: RegExp): Locator =>
  page.getByRole('region', { name: 'Styles' }).getByRole('button', { name: title });
export const painted = (page: Page): Locator => page.getByRole('img', { name: /painted in the manner of/ });
export const photo = (page: Page): Locator => page.getByRole('img', { name: 'Your picture', exact: true });
export const message = (page: Page, text: RegExp): Locator => page.getByRole('alert').filter({ hasText: text });

/** Nothing is being painted, or waits to be. */
export async function settled(page: Page): Promise<void> {
  // What was just done is on the page after the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
}

/** The photo on the easel is the one of this size. */
export async function brought(page: Page, width: number, height: number): Promise<void> {
  await expect.poll(() => photo(page).evaluate((canvas) => `${(canvas as HTMLCanvasElement).width} x ${(canvas as HTMLCanvasElement).height}`)).toBe(`${width} x ${height}`);
}

/** Choose a style and wait for its painting. */
export async function paint(page: Page, title: RegExp): Promise<void> {
  await style(page, title).click();
  await settled(page);
  await painted(page).waitFor();
}

export interface Look {
  readonly width: number;
  readonly height: number;
  /** Mean of the three channels, 0..255. */
  readonly mean: readonly number[];
  /** Changes with every pixel. */
  readonly print: number;
}

/** What a canvas shows. */
export function look(canvas: Locator): Promise<Look> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
    const sums = [0, 0, 0];
    let print = 0;
    for (let at = 0; at < pixels.length; at++) {
      if (at % 4 < 3) sums[at % 4]! += pixels[at]!;
      print = (Math.imul(print, 31) + pixels[at]!) | 0;
    }
    return { width, height, mean: sums.map((sum) => (sum * 4) / pixels.length), print };
  });
}

/** Largest difference of two pictures of one size, 0..255 a channel. */
export function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (files) => {
      const decode = async (base64: string): Promise<ImageData> => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [a, b] = [await decode(files[0]!), await decode(files[1]!)];
      if (a.width !== b.width || a.height !== b.height) return Infinity;
      return a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - b.data[at]!)), 0);
    },
    [one.toString('base64'), other.toString('base64')],
  );
}

/** Hold a file over the page, where `target` is. */
export async function hover(page: Page, name: string, type: string, bytes: Buffer, target = 'body'): Promise<JSHandle<DataTransfer>> {
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const made = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      made.items.add(new File([content], name, { type }));
      return made;
    },
    { name, type, base64: bytes.toString('base64') },
  );
  for (const event of ['dragenter', 'dragover']) await page.dispatchEvent(target, event, { dataTransfer: transfer });
  return transfer;
}

/** Drop a file on the page, where `target` is. */
export async function drop(page: Page, name: string, type: string, bytes: Buffer, target = 'body'): Promise<void> {
  const dataTransfer = await hover(page, name, type, bytes, target);
  await page.dispatchEvent(target, 'drop', { dataTransfer });
}

/** The painting, saved through the dialog: the file and its name. */
export async function save(page: Page, format: 'JPEG' | 'PNG' | 'WebP'): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('radio', { name: format }).check({ force: true });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Download' }).click(),
  ]);
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The page as somebody has it whose system is light or dark; the new colours are on the page, not only in the document. */
export async function inTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, colorScheme);
  await page.waitForTimeout(500);
}

/** What axe-core finds on the page as it is, one line each. */
export async function problems(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  // What is still fading in has too little contrast on the way; what turns for ever is not waited for.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map((each) => each.finished));
  });
  const found = (await page.evaluate('axe.run()')) as AxeResults;
  return found.violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact} ${id}: ${html.slice(0, 120)}`));
}

/** Press Tab until what has the focus is called so. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
    if (name.test(label)) return;
  }
  throw new Error(`the Tab key does not lead to ${name}`);
}
