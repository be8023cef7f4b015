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

function stemOf(photo: string, styles: readonly string[]): string {
  const clean = (text: string): string =>
    text
      .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
      .trim()
      .replace(/\s+/g, '-')
      .slice(0, 80);
  const stem = clean(photo.replace(/\.[^.]{1,5}$/, '')) || 'picture';
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
