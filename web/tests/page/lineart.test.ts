// Line art: hints placed, drawn, moved, recoloured and undone, by pointer and by keys; palettes, a reference, the sun; layers and
// files; one page for all of it.
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { drop, folder, hover, inTheme, look, message, packaged, problems, ready, save, settled, tabTo } from './studio';

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  site = await serve(folder());
  browser = await launch();
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${site.url}#lineart`);
  await ready(page);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  expect(faults).toEqual([]);
});

// Places in drawings/harbour.png, in shares of it.
const ROOF = [0.17, 0.32] as const;
const ROOF_BESIDE = [0.155, 0.33] as const;
const SKY = [0.05, 0.1] as const;
const SAIL = [0.57, 0.6] as const;
const HULL = [0.6, 0.83] as const;
const [RED, BLUE, WHITE] = ['#c8402f', '#2f5d9b', '#ffffff'];

type Share = readonly [number, number];

const coloured = (): Locator => page.getByRole('img', { name: 'The drawing in its colours' });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const radio = (name: string): Locator => page.getByRole('radio', { name, exact: true });
const hints = (): Locator => page.getByRole('button', { name: /^Hint \d/ });
const sun = (): Locator => page.getByRole('group', { name: /^Sun/ });
const swatch = (colour: string): Locator => page.getByRole('group', { name: 'Paint box' }).getByRole('button', { name: colour });

async function on([x, y]: Share): Promise<[number, number]> {
  const { x: left, y: top, width, height } = (await page.locator('.sheet').boundingBox())!;
  return [left + x * width, top + y * height];
}

async function click(share: Share): Promise<void> {
  await page.mouse.click(...(await on(share)));
}

async function drag(from: Share, to: Share): Promise<void> {
  await page.mouse.move(...(await on(from)));
  await page.mouse.down();
  await page.mouse.move(...(await on(to)), { steps: 6 });
  await page.mouse.up();
}

/** The colour of the picture at a place. */
function at([x, y]: Share): Promise<string> {
  return coloured().evaluate(
    (element, [across, down]) => {
      const canvas = element as HTMLCanvasElement;
      const [left, top] = [Math.floor(across * canvas.width), Math.floor(down * canvas.height)];
      const pixel = canvas.getContext('2d')!.getImageData(left, top, 1, 1).data;
      return `#${[...pixel.slice(0, 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    },
    [x, y] as const,
  );
}

const becomes = (share: Share, colour: string): Promise<void> => expect.poll(() => at(share), { interval: 50 }).toBe(colour);

/** What the picture shows, once it is another one. */
async function another(before: number): Promise<number> {
  await expect.poll(async () => (await look(coloured())).print, { interval: 50 }).not.toBe(before);
  return (await look(coloured())).print;
}

test('from the first key to a coloured region without a pointer', async () => {
  expect(await problems(page)).toEqual([]);
  await tabTo(page, /Drawing: Lighthouse and boat/);
  await page.keyboard.press('Enter');
  await coloured().waitFor();
  await page.getByText('Click a region to colour it').waitFor();
  // The middle of the drawing is sky, under the boat's flag.
  await page.getByRole('group', { name: /arrows move the ring/ }).focus();
  for (const key of ['ArrowLeft', 'Shift+ArrowUp', ' ']) await page.keyboard.press(key);
  await hints().waitFor();
  await becomes(SKY, RED);
  expect(await at(SAIL)).toBe(WHITE);
  await hints().focus();
  for (let presses = 0; presses < 25; presses++) await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => hints().getAttribute('aria-label')).toMatch(/^Hint 1 of 1: red, #c8402f, 5\d % from the left/);
  await page.keyboard.press('Delete');
  await becomes(SKY, WHITE);
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('viewport');
});

test('a hint colours its region and no other; what is undone comes back', async () => {
  await click(ROOF);
  await becomes(ROOF_BESIDE, RED);
  expect(await at(SKY)).toBe(WHITE);
  await page.keyboard.press('Control+z');
  await becomes(ROOF_BESIDE, WHITE);
  await button('Redo').click();
  await becomes(ROOF_BESIDE, RED);
  await page.getByText('1 hint, ').waitFor();
});

test('a hint is dragged elsewhere in one step, recoloured and deleted', async () => {
  await drag(ROOF, HULL);
  await becomes(HULL, RED);
  await becomes(ROOF_BESIDE, WHITE);
  // It is in hand: a colour goes to it.
  await swatch(BLUE).click();
  await becomes([0.55, 0.83], BLUE);
  await button('Undo').click();
  await button('Undo').click();
  await becomes(ROOF_BESIDE, RED);
  await click(ROOF);
  await button('Delete the hint').click();
  await becomes(ROOF_BESIDE, WHITE);
});

test('a stroke colours all that it crosses, and the dropper takes the colour from there', async () => {
  await swatch(BLUE).click();
  await drag([0.53, 0.6], [0.6, 0.84]);
  await becomes(SAIL, BLUE);
  await becomes([0.75, 0.83], BLUE);
  await swatch(RED).click();
  await button('Take a colour from the picture').click();
  await click([0.59, 0.5]);
  await expect.poll(() => page.getByLabel(/^Colour: blue, #2f5d9b/).count()).toBe(1);
  // And it is a pen again.
  await click(SKY);
  await becomes([0.05, 0.4], BLUE);
  expect(await hints().count()).toBe(2);
});

test('regions without a hint take a palette’s colours, and others', async () => {
  await radio('Palette').check({ force: true });
  await page.getByText('nothing white is left').waitFor();
  expect(await at(SAIL)).toBe(BLUE);
  const { print } = await look(coloured());
  await button('Other colours').click();
  const other = await another(print);
  await radio('Dusk').check({ force: true });
  await another(other);
});

test('a picture that is dropped on the controls gives its colours; a click takes one', async () => {
  await hover(page, 'coffee.jpg', 'image/jpeg', packaged('samples/coffee.jpg'), '.controls');
  await page.getByText('Drop it here: its colours').waitFor();
  await drop(page, 'coffee.jpg', 'image/jpeg', packaged('samples/coffee.jpg'), '.controls');
  const colours = page.getByRole('group', { name: 'Of the reference' }).getByRole('button');
  await expect.poll(() => colours.count()).toBeGreaterThan(4);
  expect(await radio('Reference').isChecked()).toBe(true);
  await page.getByRole('group', { name: /Click the picture to take a colour/ }).click({ position: { x: 20, y: 20 } });
  await expect.poll(() => page.getByLabel(/^Colour: .*#2f5d9b/).count()).toBe(0);
  await button('Without it').click();
  await expect.poll(() => at([0.17, 0.44])).toBe(WHITE);
});

test('the sun is dragged and pushed, and light follows it', async () => {
  expect(await sun().count()).toBe(0);
  const { print } = await look(coloured());
  await radio('Cel').check({ force: true });
  const lit = await another(print);
  const box = (await sun().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(...(await on([0.8, 0.6])), { steps: 4 });
  await page.mouse.up();
  expect(await sun().getAttribute('aria-label')).toMatch(/^Sun: light from the right, \d\d degrees high/);
  const moved = await another(lit);
  await sun().focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await another(moved);
  expect(await page.getByRole('slider', { name: 'Its height' }).inputValue()).not.toBe('45');
});

test('layers come as a zip of pictures, named; the file is as large as the drawing', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), button('Layers as PNGs').click()]);
  expect(download.suggestedFilename()).toBe('harbour-layers.zip');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const files = unzipSync(Buffer.concat(chunks));
  const names = Object.keys(files);
  expect(names).toEqual(expect.arrayContaining(['00-paper.png', expect.stringMatching(/^\d\d-colour-2f5d9b\.png$/), expect.stringMatching(/-lines\.png$/)]));
  expect(names.some((name) => /-shadow-multiply\.png$/.test(name))).toBe(true);
  expect(strFromU8(files['layers.json']!)).toContain('bottom to top');
  const { name, bytes } = await save(page, 'PNG');
  expect(name).toBe('harbour-coloured.png');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1120, 840]);
});

test('before and after; what is no drawing is said, and the drawing stays', async () => {
  await button('Compare').click();
  await page.getByRole('slider', { name: 'Before and after' }).waitFor();
  expect(await hints().count()).toBe(0);
  await button('Compare').click();
  await drop(page, 'letter.png', 'image/png', Buffer.from('Dear reader'));
  await message(page, /letter\.png.*not a picture/s).getByRole('button', { name: 'Dismiss' }).click();
  expect(await hints().count()).toBe(2);
});

test('nothing for axe to find: light and dark, wide and narrow, in both languages', async () => {
  for (const [width, colorScheme] of [[1280, 'dark'], [360, 'light']] as const) {
    await page.setViewportSize({ width, height: 740 });
    await inTheme(page, colorScheme);
    if (width < 700) {
      await button('Adjust').click();
      await page.locator('.top select').first().selectOption('zh');
    }
    expect(await problems(page), `${width} ${colorScheme}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.locator('.top select').first().selectOption('en');
});

test('it is painted like a photo, and is still here afterwards', async () => {
  await button('Paint this').click();
  await page.getByRole('region', { name: 'Styles' }).waitFor();
  await expect.poll(() => page.locator('.caption .by').textContent()).toBe('harbour-coloured.png');
  await settled(page);
  await page.getByRole('link', { name: 'Line art' }).click();
  await coloured().waitFor();
  expect(await hints().count()).toBe(2);
});
