// What the page runs on, and what may go wrong with it: no threads, no WebGPU or a slow one, damaged files, no network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launch, SOFTWARE_WEBGPU } from '../browser';
import { hosted } from './host';
import { backend, brought, folder, look, message, paint, painted, photo, ready, sample, visit } from './studio';

const host = hosted();

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
  const { page } = await visit(host.context, host.site.url);
  await paintSample(page);
  expect(await chosen(page)).toMatch(/\d+ threads/);
  await reason(page, 'this browser has no WebGPU');
  expect(host.site.asked.filter((path) => path.includes('asyncify'))).toEqual([]);
});

test('without isolation it runs on one thread, and says why', async () => {
  host.tamper = (path, body) => (path === 'sw.js' ? null : body); // no service worker: nothing can isolate the page
  const page = await host.context.newPage();
  await page.goto(host.site.url);
  await backend(page).waitFor();
  await paintSample(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(await chosen(page)).toContain('one thread');
  await reason(page, 'no threads on this page');
});

test('where WebGPU is, it is used, and can be left', async () => {
  const other = await launch({ args: SOFTWARE_WEBGPU });
  const { page } = await visit(await other.newContext(), host.site.url);
  expect(await chosen(page)).toContain('WebGPU');
  await reason(page, 'the fastest this browser has');
  await backend(page).selectOption('wasm-threads');
  await reason(page, 'as you chose');
  await paintSample(page);
  await other.close();
});

test('a site without the runtime for WebGPU, like that of the wheel, goes on without', async () => {
  host.tamper = (path, body) => (path.includes('asyncify') ? null : body);
  const other = await launch({ args: SOFTWARE_WEBGPU });
  const { page } = await visit(await other.newContext(), host.site.url);
  await paintSample(page);
  expect(await chosen(page)).toMatch(/\d+ threads/);
  await other.close();
});

test('a damaged painter is found out, and fetched again when asked', async () => {
  let damaged = true;
  host.tamper = (path, body) => {
    if (!damaged || !path.endsWith('painter.onnx')) return body;
    const copy = Buffer.from(body);
    copy[copy.length >> 1]! ^= 1;
    return copy;
  };
  const page = await host.context.newPage();
  await page.goto(host.site.url);
  await page.waitForFunction(() => crossOriginIsolated);
  await message(page, /arrived damaged/).waitFor();
  expect(await message(page, /arrived damaged/).innerText()).toContain('sha256');
  damaged = false;
  await message(page, /arrived damaged/).getByRole('button', { name: 'Retry' }).click();
  await backend(page).waitFor();
  await paintSample(page);
});

test('after the first visit nothing needs the network', async () => {
  const { page } = await visit(host.context, host.site.url);
  await host.site.close();
  await page.reload();
  await ready(page);
  await paintSample(page);
  const tab = await visit(host.context, `${host.site.url}?from=elsewhere`);
  expect(tab.faults).toEqual([]);
});

test('the first visit fetches each file of the painter and the runtime once', async () => {
  const { page } = await visit(host.context, host.site.url);
  await page.close();
  await visit(host.context, host.site.url);
  const large = host.site.asked.filter((path) => /painter\.onnx|\.wasm$|\.style$/.test(path));
  expect(large.length).toBeGreaterThan(10);
  // What was fetched before the page reloaded itself may be asked for again.
  expect(large.length - new Set(large).size).toBeLessThanOrEqual(1);
});

test('our own scripts and style sheets at first paint are small', async () => {
  const page = await host.context.newPage();
  await page.goto(host.site.url, { waitUntil: 'load' });
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const ours = [...new Set(loaded)].filter((address) => /\.(js|css)$/.test(address)).map((address) => address.slice(host.site.url.length));
  const bytes = ours.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder(), path))).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(150_000);
});
