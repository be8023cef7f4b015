// The service worker on a host that sends no headers, under a sub-path: isolation, offline, updates.
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { serve } from '../browser';
import { hosted } from './host';
import { folder } from './studio';

const host = hosted();

/** A page that counts how often it was loaded. */
async function visit(): Promise<{ page: Page; loads: () => number }> {
  const page = await host.context.newPage();
  let count = 0;
  page.on('load', () => (count += 1));
  await page.goto(host.site.url);
  return { page, loads: () => count };
}

const isolated = (page: Page): Promise<unknown> => page.waitForFunction(() => crossOriginIsolated);
const isIsolated = (page: Page): Promise<boolean> => page.evaluate(() => crossOriginIsolated);
const controlled = (page: Page): Promise<unknown> => page.waitForFunction(() => navigator.serviceWorker.controller !== null);
const cachesOf = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());
/** Long enough for a reload that must not come; the one that comes takes a tenth of it. */
const calm = (page: Page): Promise<void> => page.waitForTimeout(1500);

test('a first visit becomes isolated with one reload, a second with none', async () => {
  const { page, loads } = await visit();
  await isolated(page);
  await calm(page);
  expect(loads()).toBe(2);
  await page.close();
  const again = await visit();
  expect(await isIsolated(again.page)).toBe(true);
  await calm(again.page);
  expect(again.loads()).toBe(1);
});

test('a visitor who has begun is not interrupted: isolation comes at the next visit', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  host.tamper = async (path, body) => {
    if (path === 'sw.js') await gate;
    return body;
  };
  const { page, loads } = await visit();
  await page.keyboard.press('Tab');
  open();
  await controlled(page);
  await calm(page);
  expect(loads()).toBe(1);
  expect(await isIsolated(page)).toBe(false);
  await page.close();
  const next = await visit();
  expect(await isIsolated(next.page)).toBe(true);
});

test('a browser that does not become isolated is reloaded once, and goes on', async () => {
  host.tamper = (path, body) => (path === 'sw.js' ? Buffer.from(String(body).replace('Cross-Origin-Embedder-Policy', 'X-Not')) : body);
  const { page, loads } = await visit();
  await expect.poll(loads, { timeout: 10_000 }).toBe(2);
  await calm(page);
  expect(loads()).toBe(2);
  expect(await isIsolated(page)).toBe(false);
});

test('a host that sends the headers itself needs no reload', async () => {
  const isolating = await serve(folder(), { isolated: true });
  const page = await host.context.newPage();
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.goto(isolating.url);
  await controlled(page);
  await calm(page);
  expect(loads).toBe(1);
  expect(await isIsolated(page)).toBe(true);
  await isolating.close();
});

test('an update leaves the open page alone, and is there at the next visit', async () => {
  const { page, loads } = await visit();
  await isolated(page);
  const before = await cachesOf(page);
  // The next version: another notice, and a list that knows it.
  const notice = Buffer.from('the next version');
  const integrity = `sha256-${createHash('sha256').update(notice).digest('base64')}`;
  host.tamper = (path, body) => {
    if (path === 'notices.txt') return notice;
    const text = String(body);
    return path === 'sw.js'
      ? Buffer.from(
          text
            .replace(/(path:"notices\.txt",integrity:")[^"]*/, `$1${integrity}`)
            .replace(/version:"\w+"/, 'version:"next"'),
        )
      : body;
  };
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
  });
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting);
  const read = (target: Page): Promise<string> => target.evaluate(async () => (await fetch('notices.txt')).text());
  expect(await read(page)).not.toBe('the next version');
  expect(loads()).toBe(2);
  await page.close();

  // A page that closes is a page of the old version for a moment more: who comes back within it is still given that.
  let next = await visit();
  await expect
    .poll(async () => {
      const found = await read(next.page);
      if (found === 'the next version') return found;
      await next.page.close();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      next = await visit();
      return found;
    })
    .toBe('the next version');
  const after = await cachesOf(next.page);
  expect(after.filter((name) => name.endsWith(':next'))).toHaveLength(1);
  expect(after.filter((name) => before.includes(name) && /:[0-9a-f]{16}$/.test(name) && !name.includes('runtime'))).toEqual([]);
});

test('a half-finished upload is not taken for the site', async () => {
  host.tamper = (path, body) => (path === 'notices.txt' ? Buffer.from('of another version') : body);
  const { page, loads } = await visit();
  await calm(page);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null)).toBeNull();
  expect(loads()).toBe(1);
});
