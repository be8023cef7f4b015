// Live: a camera and a video are painted, shown, recorded, and let go of.
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launch, serve, type Site } from '../browser';
import { brought, drop, folder, inTheme, look, painted, problems, ready, style, visit } from './studio';

const CAMERA = ['--use-fake-device-for-media-stream=device-count=2', '--autoplay-policy=no-user-gesture-required'];
const ALLOWED = '--use-fake-ui-for-media-stream';

let browser: Browser;
let site: Site;
let page: Page;
let faults: string[];

beforeAll(async () => {
  site = await serve(folder());
  browser = await launch({ args: [...CAMERA, ALLOWED] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  ({ page, faults } = await visit(context, `${site.url}#live`));
}, 180_000);
afterAll(async () => {
  await browser.close();
  await site.close();
});
// One page for all tests: leaving the screen ends what a test began.
afterEach(async () => {
  await page.evaluate(() => (location.hash = '#studio'));
  await page.getByRole('group', { name: 'Status' }).waitFor();
  await page.evaluate(() => (location.hash = '#live'));
  await button('Use the webcam').waitFor();
  expect(faults).toEqual([]);
});

const live = (on: Page): Locator => on.getByRole('img', { name: /Live video, painted in the manner of/ });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

/** The camera's own track, to see whether its light is on. */
const track = (on: Page) =>
  on.evaluateHandle(() => (document.querySelector<HTMLVideoElement>('main video')!.srcObject as MediaStream).getTracks()[0]!);
const isOn = (of: Awaited<ReturnType<typeof track>>): Promise<string> => of.evaluate(({ readyState }) => readyState);

/** Mean difference of the painted canvas from the video behind it, 0..255. */
function differs(mirrored: boolean): Promise<number> {
  return live(page).evaluate((element, mirrored) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const other = new OffscreenCanvas(width, height).getContext('2d')!;
    if (mirrored) other.setTransform(-1, 0, 0, 1, width, 0);
    other.drawImage(document.querySelector<HTMLVideoElement>('main video')!, 0, 0, width, height);
    const [one, two] = [canvas.getContext('2d')!, other].map((each) => each.getImageData(0, 0, width, height).data);
    return one!.reduce((sum, value, at) => sum + Math.abs(value - two![at]!), 0) / (width * height * 3);
  }, mirrored);
}

/** Brightness along the middle of the painted canvas, 0..255. */
function row(): Promise<number[]> {
  return live(page).evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, height >> 1, width, 1).data;
    return Array.from({ length: width }, (_, at) => (pixels[4 * at]! + pixels[4 * at + 1]! + pixels[4 * at + 2]!) / 3);
  });
}
const distance = (one: readonly number[], two: readonly number[]): number =>
  one.reduce((sum, value, at) => sum + Math.abs(value - two[at]!), 0) / one.length;

/** What a paused canvas shows in the end: frames that are under way still come. */
async function standing(): Promise<number> {
  const prints: number[] = [];
  await expect
    .poll(async () => prints.push((await look(live(page))).print) > 1 && prints.at(-1) === prints.at(-2), { interval: 2500 })
    .toBe(true);
  return prints.at(-1)!;
}

async function openWebcam(): Promise<void> {
  await button('Use the webcam').click();
  await live(page).waitFor();
}

async function record(seconds: number): Promise<{ name: string; bytes: Buffer }> {
  await button('Record').click();
  await expect.poll(async () => Number((await page.getByRole('timer').textContent())?.split(':')[1])).toBeGreaterThanOrEqual(seconds);
  await button('Stop recording').click();
  const [download] = await Promise.all([page.waitForEvent('download'), button('Download').click()]);
  await page.keyboard.press('Escape');
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('the webcam is painted, frame by frame, and the speed is shown', async () => {
  await openWebcam();
  const first = await look(live(page));
  expect([first.width, first.height]).toEqual([640, 360]);
  await expect.poll(async () => (await look(live(page))).print).not.toBe(first.print);
  const status = page.getByRole('group', { name: 'Status' });
  await expect.poll(() => status.textContent()).toMatch(/[\d.]+ frames per second[\d,]+ ms per frame\d+ × \d+ px/);

  // Style, strength and mirror hold for the next frame; compared with a video that stands still.
  await page.getByLabel('Size', { exact: true }).selectOption('128 px');
  await page.getByText('128 × 72 px').waitFor();
  await button('Pause').click();
  const small = await standing();
  await style(page, /Scream/).click();
  await live(page).and(page.getByLabel(/Scream/)).waitFor();
  const scream = await standing();
  expect(scream).not.toBe(small);
  expect(await differs(true)).toBeGreaterThan(12);
  await page.getByLabel('Strength').fill('0.3');
  expect(await standing()).not.toBe(scream);
  const mirrored = await row();
  await page.getByRole('switch', { name: 'Mirror' }).uncheck();
  await standing();
  expect(distance(await row(), mirrored.slice().reverse())).toBeLessThan(1.5);
  expect(distance(mirrored, mirrored.slice().reverse())).toBeGreaterThan(3);
});

test('the size is the one that was chosen', async () => {
  await openWebcam();
  await page.getByLabel('Size', { exact: true }).selectOption('128 px');
  await page.getByText('128 × 72 px').waitFor();
  await page.getByLabel('Size', { exact: true }).selectOption('192 px');
  await page.getByText('192 × 108 px').waitFor();
});

test('a recording is a WebM file that plays', async () => {
  await openWebcam();
  await style(page, /Great Wave/).click();
  const { name, bytes } = await record(4);
  expect(name).toBe('webcam-great-wave.webm');
  expect(bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  const size = await page.evaluate(async (base64) => {
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
    await video.play();
    await new Promise<void>((played) => video.addEventListener('timeupdate', () => video.currentTime > 0.3 && played()));
    return [video.videoWidth, video.videoHeight];
  }, bytes.toString('base64'));
  expect(size).toEqual([640, 360]);
});

test('pause stands still, and goes on', async () => {
  await openWebcam();
  await button('Pause').click();
  const before = await standing();
  await button('Go on').click();
  await expect.poll(async () => (await look(live(page))).print).not.toBe(before);
});

test('the camera goes off with the screen, with the page out of sight, and when it is stopped', async () => {
  const off = async (how: () => Promise<unknown>): Promise<void> => {
    await openWebcam();
    const camera = await track(page);
    expect(await isOn(camera)).toBe('live');
    await how();
    await expect.poll(() => isOn(camera)).toBe('ended');
  };
  await off(() => button('Stop, camera off').click());
  await off(() =>
    page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      Reflect.deleteProperty(document, 'hidden');
    }),
  );
  await off(() => page.getByRole('link', { name: 'Studio', exact: true }).click());
});

test('another camera can be chosen, and the one before it goes off', async () => {
  await openWebcam();
  const before = await track(page);
  const picker = page.getByLabel('Camera', { exact: true });
  await picker.selectOption({ index: 1 });
  await expect.poll(() => isOn(before)).toBe('ended');
  await live(page).waitFor();
  const now = await track(page);
  expect(await isOn(now)).toBe('live');
  expect(await picker.inputValue()).toBe(await now.evaluate((each) => each.getSettings().deviceId));
});

test('a dropped video is painted again and again, and recorded with its sound', async () => {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [160, 90];
    const brush = canvas.getContext('2d')!;
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    const recorder = new MediaRecorder(new MediaStream([...canvas.captureStream().getTracks(), ...out.stream.getTracks()]));
    const chunks: Blob[] = [];
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.start();
    for (let frame = 0; frame < 30; frame++) {
      brush.fillStyle = `hsl(${frame * 12} 80% 50%)`;
      brush.fillRect(0, 0, 160, 90);
      brush.fillStyle = 'white';
      brush.fillRect(frame * 5, 20, 30, 50);
      await new Promise((next) => setTimeout(next, 50));
    }
    const ended = new Promise((stopped) => (recorder.onstop = stopped));
    recorder.stop();
    await ended;
    await audio.close();
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  await drop(page, 'party.webm', 'video/webm', Buffer.from(base64, 'base64'));
  await live(page).waitFor();
  const { width, height, print } = await look(live(page));
  expect([width, height]).toEqual([640, 360]);
  await expect.poll(async () => (await look(live(page))).print).not.toBe(print);
  await expect.poll(() => differs(false)).toBeGreaterThan(8);

  const { name, bytes } = await record(4);
  expect(name).toMatch(/^party-.+\.webm$/);
  const loudest = await page.evaluate(async (base64) => {
    const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(content);
    return sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  }, bytes.toString('base64'));
  expect(loudest).toBeGreaterThan(0.1);
});

test('a file that only calls itself a video', async () => {
  await drop(page, 'clip.mp4', 'video/mp4', Buffer.from('this is no video'));
  await page.getByRole('alert').filter({ hasText: 'cannot play that video' }).waitFor();
});

test.each([
  ['denied', [...CAMERA, `${ALLOWED}=deny`], /may not use the camera/, /未获准使用摄像头/],
  ['absent', [ALLOWED], /No camera was found/, /没有找到摄像头/],
])('a camera that is %s', async (_, args, english, chinese) => {
  const other = await launch({ args });
  const tab = await other.newPage();
  tab.setDefaultTimeout(60_000);
  await tab.goto(`${site.url}#live`);
  await ready(tab);
  await tab.getByRole('button', { name: 'Use the webcam' }).click();
  await tab.getByRole('alert').filter({ hasText: english }).waitFor();
  await tab.getByLabel('Language').selectOption('中文');
  await tab.getByRole('alert').filter({ hasText: chinese }).waitFor();
  await other.close();
});

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('nothing for axe-core to find, nothing that is too wide: %s, %i px', async (colorScheme, width) => {
  await page.setViewportSize({ width, height: 740 });
  await inTheme(page, colorScheme);
  expect(await problems(page)).toEqual([]);
  await openWebcam();
  if (width < 700) await button('Adjust').click();
  expect(await problems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await button('Keep this moment').click();
  await page.getByRole('dialog').waitFor();
  expect(await problems(page)).toEqual([]);
});

test('a moment is saved, and painted large in the studio', async () => {
  await openWebcam();
  await button('Keep this moment').click();
  const [download] = await Promise.all([page.waitForEvent('download'), button('Save as PNG').click()]);
  expect(download.suggestedFilename()).toMatch(/^webcam-.+\.png$/);
  expect(readFileSync(await download.path()).subarray(1, 4).toString()).toBe('PNG');
  const camera = await track(page);
  const { width, height } = await camera.evaluate((each) => each.getSettings());
  await button('Paint it large in the studio').click();
  await brought(page, width!, height!);
  await painted(page).waitFor();
  expect(await isOn(camera)).toBe('ended');
});
