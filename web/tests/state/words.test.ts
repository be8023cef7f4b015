import { expect, test } from 'vitest';
import { underWay } from '../../src/state/downloads';
import { isHeic, isStyleName, plain, resultName, styleName, titleOf } from '../../src/state/naming';
import { pickLanguage, pickTheme, pickWay } from '../../src/state/preferences';

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

test('a style that was read is called after its file, and like no other', () => {
  const none = new Set<string>();
  expect(titleOf('The Kiss (1908).jpg')).toBe('The Kiss (1908)');
  expect(plain(' a\u00a0\n\tb\u200d🎨 ')).toBe('a b 🎨');
  expect(styleName('The Kiss (1908)', none)).toBe('The-Kiss-1908');
  expect(styleName('水墨 山水', none)).toBe('水墨-山水');
  expect(styleName('-_.+', none)).toBe('picture');
  expect(styleName('🎨', none)).toBe('picture');
  expect(styleName('identity', none)).toBe('identity-2');
  expect(styleName('wave', new Set(['wave', 'wave-2']))).toBe('wave-3');
  const long = styleName('x'.repeat(63) + ' y', none);
  expect(long).toBe('x'.repeat(63));
  expect(styleName(long + 'z', new Set([long + 'z']))).toBe(`${'x'.repeat(62)}-2`);
});

test('the language is the remembered one, else the first that we speak, else English', () => {
  expect(pickLanguage('en', ['zh-CN'])).toBe('en');
  expect(pickLanguage(null, ['fr-FR', 'zh-TW', 'en'])).toBe('zh');
  expect(pickLanguage('klingon', ['de'])).toBe('en');
  expect(pickTheme('dark')).toBe('dark');
  expect(pickTheme('pink')).toBe('auto');
  expect(pickTheme(null)).toBe('auto');
  expect(['light', 'dark', null].map(pickWay)).toEqual(['light', 'colours', 'colours']);
});

test('bytes under way are summed over files, and end with the last of them', () => {
  const a = { file: 'a', bytes: 10, total: 100 };
  expect(underWay({})).toBeNull();
  expect(underWay({ a, b: { file: 'b', bytes: 50, total: 50 } })).toEqual({ bytes: 60, total: 150 });
  expect(underWay({ a: { ...a, bytes: 100 } })).toBeNull();
  // A server may not say how long a file is.
  expect(underWay({ a, c: { file: 'c', bytes: 30, total: 0 } })).toEqual({ bytes: 40, total: 130 });
});
