import { expect, test } from 'vitest';
import { underWay } from '../../src/state/downloads';
import { isHeic, isStyleName, resultName } from '../../src/state/naming';
import { pickLanguage, pickTheme } from '../../src/state/preferences';

test('a result is called after the photo and its styles', () => {
  expect(resultName('Holiday 12.HEIC', ['great-wave'], 'image/jpeg')).toBe('Holiday-12-great-wave.jpg');
  expect(resultName('', ['udnie', 'tableau'], 'image/png')).toBe('picture-udnie-tableau.png');
  expect(resultName('照片.png', ['udnie'], 'image/webp')).toBe('照片-udnie.webp');
  expect(resultName('../a:b|c?.jpg', [''], 'image/jpeg')).not.toMatch(/[/:|?]/);
  expect(resultName('x'.repeat(500), ['y'.repeat(500)], 'image/png').length).toBeLessThanOrEqual(164);
});

test('style files and HEIC are told by their names', () => {
  expect(isStyleName('mine.style')).toBe(true);
  expect(isStyleName('style.jpg')).toBe(false);
  expect(isHeic('IMG_1.HEIC', '')).toBe(true);
  expect(isHeic('IMG_1', 'image/heif')).toBe(true);
  expect(isHeic('a.jpg', 'image/jpeg')).toBe(false);
});

test('the language is the remembered one, else the first that we speak, else English', () => {
  expect(pickLanguage('en', ['zh-CN'])).toBe('en');
  expect(pickLanguage(null, ['fr-FR', 'zh-TW', 'en'])).toBe('zh');
  expect(pickLanguage('klingon', ['de'])).toBe('en');
  expect(pickTheme('dark')).toBe('dark');
  expect(pickTheme('pink')).toBe('auto');
  expect(pickTheme(null)).toBe('auto');
});

test('bytes under way are summed over files, and end with the last of them', () => {
  const a = { file: 'a', bytes: 10, total: 100 };
  expect(underWay({})).toBeNull();
  expect(underWay({ a, b: { file: 'b', bytes: 50, total: 50 } })).toEqual({ bytes: 60, total: 150 });
  expect(underWay({ a: { ...a, bytes: 100 } })).toBeNull();
  // A server may not say how long a file is.
  expect(underWay({ a, c: { file: 'c', bytes: 30, total: 0 } })).toEqual({ bytes: 40, total: 130 });
});
