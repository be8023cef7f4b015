// What the tests of Photo look share.
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { look } from './studio';

/** A graphics card, computed by the CPU. Without it a headless browser has none. */
export const SOFTWARE_GL = ['--enable-unsafe-swiftshader', '--use-angle=swiftshader'];

export const tinted = (page: Page): Locator => page.getByRole('img', { name: /Your picture in the look of/ });
export const gallery = (page: Page): Locator => page.getByRole('region', { name: 'Looks' });
export const strength = (page: Page): Locator => page.getByRole('slider', { name: 'Strength' });

/** Nothing is being found out, and what the slider wished for is shown. */
export async function still(page: Page): Promise<number> {
  await tinted(page).waitFor();
  await page.locator('.easel .progress').waitFor({ state: 'detached' });
  const prints: number[] = [];
  await expect.poll(async () => prints.push((await look(tinted(page))).print) > 1 && prints.at(-1) === prints.at(-2), { interval: 250 }).toBe(true);
  return prints.at(-1)!;
}

/** As `still`, once what is shown is not what it was: a slider tells nobody that it is being followed. */
export async function changed(page: Page, before: number): Promise<number> {
  await expect.poll(async () => (await look(tinted(page))).print).not.toBe(before);
  return still(page);
}

/** What the easel shows, as a file. */
export async function shown(page: Page): Promise<Buffer> {
  const address = await tinted(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  return Buffer.from(address.split(',')[1]!, 'base64');
}
