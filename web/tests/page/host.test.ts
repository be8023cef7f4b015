// What the page runs on, and what may go wrong with it: no threads, no WebGPU or a slow one, damaged files, no network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, serve, SOFTWARE_WEBGPU, type Site, type Tamper } from '../browser';
import { backend, brought, folder, look, message, paint, painted, photo, ready, sample, visit } from './studio';

let browser: Browser;
let context: BrowserContext;
let site: Site;
let tamper: Tamper;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  tamper = (_, body) => body;
  site = await serve(folder(), { tamper: (path, body) => tamper(path, body) });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await site.close();
});

async function paintSample(page: Page): Promise<void> {
  await sample(page).click();
  await brought(page, 451, 300);
  await paint(page, /Great Wave/);
  expect((await look(painted(page))).print).not.toBe((await look(photo(page))).print);
}

const chosen = (page: Page): Promise<string> => backend(page).locator('option:checked').innerText();
const reason = (page: Page, text: string): Promise<void> =>
  page.getByRole('group', { name: 'Status' }).getByText(text, { exact: true }).waitFor();

test('without WebGPU it runs on WebAssembly with threads, and says why', async () => {
  const { page } = await visit(context, site.url);
  await paintSample(page);
  expect(await chosen(page)).toMatch(/\d+ threads/);
  await reason(page, 'this browser has no WebGPU');
  expect(site.asked.filter((path) => path.includes('asyncify'))).toEqual([]);
});

test('without isolation it runs on one thread, and says why', async () => {
  tamper = (path, body) => (path === 'sw.js' ? null : body); // no service worker: nothing can isolate the page
  const page = await context.newPage();
  await page.goto(site.url);
  await backend(page).waitFor();
  await paintSample(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(await chosen(page)).toContain('one thread');
  await reason(page, 'no threads on this page');
});

test('where WebGPU is, it is used, and can be left', async () => {
  const other = await launch({ args: SOFTWARE_WEBGPU });
  const { page } = await visit(await other.newContext(), site.url);
  expect(await chosen(page)).toContain('WebGPU');
  await reason(page, 'the fastest this browser has');
  await backend(page).selectOption('wasm-threads');
  await reason(page, 'as you chose');
  await paintSample(page);
  await other.close();
});

test('a site without the runtime for WebGPU, like that of the wheel, goes on without', async () => {
  tamper = (path, body) => (path.includes('asyncify') ? null : body);
  const other = await launch({ args: SOFTWARE_WEBGPU });
  const { page } = await visit(await other.newContext(), site.url);
  await paintSample(page);
  expect(await chosen(page)).toMatch(/\d+ threads/);
  await other.close();
});

test('a damaged painter is found out, and fetched again when asked', async () => {
  let damaged = true;
  tamper = (path, body) => {
    if (!damaged || !path.endsWith('painter.onnx')) return body;
    const copy = Buffer.from(body);
    copy[copy.length >> 1]! ^= 1;
    return copy;
  };
  const page = await context.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => crossOriginIsolated);
  await message(page, /arrived damaged/).waitFor();
  expect(await message(page, /arrived damaged/).innerText()).toContain('sha256');
  damaged = false;
  await message(page, /arrived damaged/).getByRole('button', { name: 'Retry' }).click();
  await backend(page).waitFor();
  await paintSample(page);
});

test('after the first visit nothing needs the network', async () => {
  const { page } = await visit(context, site.url);
  await site.close();
  await page.reload();
  await ready(page);
  await paintSample(page);
  const tab = await visit(context, `${site.url}?from=elsewhere`);
  expect(tab.faults).toEqual([]);
});

test('the first visit fetches each file of the painter and the runtime once', async () => {
  const { page } = await visit(context, site.url);
  await page.close();
  await visit(context, site.url);
  const large = site.asked.filter((path) => /painter\.onnx|\.wasm$|\.style$/.test(path));
  expect(large.length).toBeGreaterThan(10);
  // What was fetched before the page reloaded itself may be asked for again.
  expect(large.length - new Set(large).size).toBeLessThanOrEqual(1);
});

test('our own scripts and style sheets at first paint are small', async () => {
  const page = await context.newPage();
  await page.goto(site.url, { waitUntil: 'load' });
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const ours = [...new Set(loaded)].filter((address) => /\.(js|css)$/.test(address)).map((address) => address.slice(site.url.length));
  const bytes = ours.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder(), path))).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(150_000);
});
