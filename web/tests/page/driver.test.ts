// Portrait, driven: by a face before the camera, and by another portrait. The camera is a film of the sample portrait: at rest,
// smiling, and gone; its lower left corner says which, in black, white and grey.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PORTRAIT_TEXTS } from '../../src/ui/portrait/text';
import { launch, serve, type Site } from '../browser';
import { python } from '../engine/python';
import { drop, folder, inTheme, packaged, problems, sample, visit } from './studio';

const FILM = `
import sys, json, io
import numpy as np
import pinxit
from PIL import Image
folder = json.load(sys.stdin)
photo = "src/pinxit/data/samples/astronaut.jpg"
smiling = pinxit.expression(photo, smile=0.9)
smiling.save(folder + "/smiling.jpg")
def frame(picture, corner):
    pixels = np.rint(picture.rgb_hw3[:384] * 255).astype(np.uint8)
    pixels[-64:, :64] = corner
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "jpeg", quality=90)
    return file.getvalue()
quiet = pinxit.core.picture.Picture.of(photo)
gone = quiet.with_rgb(np.full_like(quiet.rgb_hw3, 0.5))
with open(folder + "/film.mjpeg", "wb") as film:
    film.write(90 * frame(quiet, 0) + 60 * frame(smiling, 255) + 30 * frame(gone, 128))
json.dump(None, sys.stdout)
`;

let made: string;
let site: Site;
let browser: Browser;
let page: Page;
let faults: string[];

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'pinxit-'));
  await python<null>(FILM, made);
  site = await serve(folder());
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${join(made, 'film.mjpeg')}`];
  browser = await launch({ args: [...camera, '--autoplay-policy=no-user-gesture-required'] });
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } });
  ({ page, faults } = await visit(context, `${site.url}#portrait`));
  await sample(page, /Eileen/).click();
  await slider('Smile').waitFor();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(made, { recursive: true, force: true });
});

const words = PORTRAIT_TEXTS.en.driver;
const slider = (name: string): Locator => page.getByRole('slider', { name, exact: true });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const amount = async (name: string): Promise<number> => Number(await slider(name).inputValue());
const said = (text: string): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();

/** What is on in the film. */
const scene = (): Promise<'quiet' | 'smiling' | 'gone'> =>
  page.locator('.portrait-mirror video').evaluate((video: HTMLVideoElement) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(video, 8, video.videoHeight - 40, 24, 24, 0, 0, 1, 1);
    const light = context.getImageData(0, 0, 1, 1).data[1]!;
    return light < 64 ? 'quiet' : light > 192 ? 'smiling' : 'gone';
  });
/** Wait until a scene of the film begins. */
async function begins(wanted: 'quiet' | 'smiling' | 'gone'): Promise<void> {
  let before: string = wanted;
  await expect.poll(async () => {
    const now = await scene();
    const begun = now === wanted && before !== wanted;
    before = now;
    return begun;
  }, { interval: 100 }).toBe(true);
}
/** The face at rest is learned; where frames are so slow that the smile gets into that, once more. */
async function rested(): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    await begins('quiet');
    await button(words.neutral).click();
    await begins('smiling');
    for (let looks = 0; looks < 15 && (await scene()) !== 'quiet'; looks++) {
      if ((await amount('Smile')) > 0.3) return;
      await page.waitForTimeout(100);
    }
  }
  throw new Error('the smile in the film moves no slider');
}
const track = () =>
  page.locator('.portrait-mirror video').evaluateHandle((video: HTMLVideoElement) => (video.srcObject as MediaStream).getTracks()[0]!);

test('a face before the camera moves the sliders, and the picture follows', async () => {
  await button(words.webcam).click();
  await rested();
  await said(words.seen.face);
  await page.getByRole('img', { name: PORTRAIT_TEXTS.en.made }).waitFor();
  await page.getByRole('heading', { name: `with ${words.yours}` }).waitFor();
  await begins('gone');
  await said(words.seen.nobody);
  expect(await amount('Smile')).toBeGreaterThan(0.3);
  // It comes back, and rest is what it was before.
  await begins('quiet');
  await expect.poll(() => amount('Smile')).toBeLessThan(0.1);
});

test('an expression is held while the film goes on', async () => {
  await begins('smiling');
  await expect.poll(() => amount('Smile')).toBeGreaterThan(0.3);
  await button(words.hold).click();
  await said(words.held);
  const held = await amount('Smile');
  await begins('quiet');
  expect(await amount('Smile')).toBe(held);
  expect(await button('Save').isEnabled()).toBe(true);
  await slider('Strength').fill('0.5');
  await expect.poll(() => amount('Smile')).toBeCloseTo(held / 2, 1);
  await slider('Strength').fill('1');
  await button(words.goOn).click();
  await expect.poll(() => amount('Smile')).toBeLessThan(0.1);
  // Who moves a slider by hand has it.
  await slider('Surprise').fill('0.4');
  await said(words.held);
});

test.each([
  { colour: 'dark', width: 360, language: 'zh' },
  { colour: 'light', width: 1280, language: 'en' },
] as const)('nothing for axe to find with the camera on: $language, $colour, $width px', async ({ colour, width, language }) => {
  await page.setViewportSize({ width, height: 740 });
  await inTheme(page, colour);
  await page.locator('.top select').first().selectOption(language);
  if (width < 700) await page.locator('.adjust').click();
  await page.getByRole('slider', { name: PORTRAIT_TEXTS[language].driver.strength }).waitFor();
  expect(await problems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test('the camera goes off when it is stopped, and when the screen is left', async () => {
  const stopped = await track();
  await button(words.stop).click();
  expect(await stopped.evaluate(({ readyState }) => readyState)).toBe('ended');
  expect(await amount('Surprise')).toBe(0.4);
  await button(words.webcam).click();
  await said(words.seen.resting);
  const left = await track();
  expect(await left.evaluate(({ readyState }) => readyState)).toBe('live');
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect.poll(() => left.evaluate(({ readyState }) => readyState)).toBe('ended');
  await page.getByRole('link', { name: 'Portrait' }).click();
  await slider('Smile').waitFor();
  expect(await page.locator('.portrait-mirror').isVisible()).toBe(false);
});

test('a camera that is refused says so', async () => {
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    devices.getUserMedia = () => {
      Reflect.deleteProperty(devices, 'getUserMedia');
      return Promise.reject(new DOMException('no', 'NotAllowedError'));
    };
  });
  await button(words.webcam).click();
  await page.getByRole('alert').filter({ hasText: 'may not use the camera' }).waitFor();
});

test('the expression of another portrait, dropped on its place in the panel', async () => {
  const smiling = await readFile(join(made, 'smiling.jpg'));
  await drop(page, 'smiling.jpg', 'image/jpeg', smiling, '.portrait-driver');
  await said(words.picture.found('smiling.jpg'));
  const most = await amount('Smile');
  expect(most).toBeGreaterThan(0.6);
  await slider('Strength').fill('0.5');
  await expect.poll(() => amount('Smile')).toBeCloseTo(most / 2, 1);
  await drop(page, 'coffee.jpg', 'image/jpeg', packaged('samples/coffee.jpg'), '.portrait-driver');
  await page.getByRole('alert').filter({ hasText: words.picture.nobody('coffee.jpg') }).waitFor();
  // What the sliders did stays; a photo that falls elsewhere is the photo.
  expect(await amount('Smile')).toBeCloseTo(most / 2, 1);
  await drop(page, 'smiling.jpg', 'image/jpeg', smiling);
  await expect.poll(() => page.locator('.caption .by').textContent()).toBe('smiling.jpg');
  await expect.poll(() => amount('Smile')).toBe(0);
  expect(faults).toEqual([]);
});
