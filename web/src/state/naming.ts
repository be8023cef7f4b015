// Names of files that leave the studio.
import type { PictureType } from '../contract/engine';

export const ENDINGS: Readonly<Record<PictureType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** photo.heic painted in "great-wave": photo-great-wave.jpg. Characters that a file system refuses are left out. */
export function resultName(photo: string, styles: readonly string[], type: PictureType): string {
  return `${stemOf(photo, styles)}.${ENDINGS[type]}`;
}

/** party.mp4 painted in "great-wave": party-great-wave.webm. */
export function recordingName(video: string, styles: readonly string[]): string {
  return `${stemOf(video, styles)}.webm`;
}

/** A table of colours called "Evening light": Evening-light.cube. */
export function cubeName(look: string): string {
  return `${stemOf(look, [])}.cube`;
}

/** The layers of sketch.png: sketch-layers.zip. */
export function layersName(drawing: string, ending: string): string {
  return `${stemOf(drawing, ['layers'])}.${ending}`;
}

/** The name of a file without its ending. */
const withoutEnding = (file: string): string => file.replace(/\.[^.]{1,5}$/, '');

const NAME_LENGTH = 64; // characters, as stylefile.ts has it
const TAKEN = 'identity'; // the style that paints the photo itself

/** What a style read off this file is called at first. */
export function titleOf(file: string): string {
  return plain(withoutEnding(file));
}

/** Without what a style's texts may not hold, and no longer than its name. */
export function plain(title: string): string {
  const printable = title.normalize('NFC').replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return [...printable].slice(0, NAME_LENGTH).join('');
}

/** A style's name made of its title, the way Python makes it, and none of those that are `taken`. */
export function styleName(title: string, taken: ReadonlySet<string>): string {
  const edges = /^[-_.+]+|[-_.+]+$/g;
  const letters = [...title.replace(/[^\p{L}\p{N}_.+-]+/gu, '-').replace(edges, '')];
  const cut = (length: number): string => letters.slice(0, length).join('').replace(edges, '') || 'picture';
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const name = cut(NAME_LENGTH - suffix.length) + suffix;
    if (name !== TAKEN && !taken.has(name)) return name;
  }
}

function stemOf(photo: string, styles: readonly string[]): string {
  const clean = (text: string): string =>
    text
      .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
      .trim()
      .replace(/\s+/g, '-')
      .slice(0, 80);
  const stem = clean(withoutEnding(photo)) || 'picture';
  const parts = [stem, ...styles.map(clean).filter((style) => style !== '')];
  return parts.join('-').slice(0, 160);
}

/** A style file, told from a picture by its name. */
export function isStyleName(name: string): boolean {
  return /\.style$/i.test(name);
}

/** A picture that phones write and few browsers read. */
export function isHeic(name: string, type: string): boolean {
  return /\.(heic|heif)$/i.test(name) || /^image\/hei[cf]/.test(type);
}
