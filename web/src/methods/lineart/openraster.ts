// OpenRaster 0.0.3 (freedesktop.org): what its stack.xml says of layers that Krita, GIMP and MyPaint open (openraster.py).
import type { Size } from '../../picture/surface';
import type { Blend, Layer } from './layers';

export const TYPE = 'image/openraster';
export const THUMBNAIL = 256; // pixels

const BLENDS: Readonly<Record<Blend, string>> = { normal: 'svg:src-over', multiply: 'svg:multiply', screen: 'svg:screen' };

/** layers: the first at the bottom; the file has the topmost first. No name has a sign that XML would read as its own. */
export function stackOf(layers: readonly (Layer & { readonly file: string })[], { height, width }: Size): string {
  const told = [...layers].reverse().map(
    ({ name, file, left, top, blend }) =>
      `<layer name="${name}" src="${file}" x="${left}" y="${top}" opacity="1.0" visibility="visible" composite-op="${BLENDS[blend]}"/>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>\n<image version="0.0.3" w="${width}" h="${height}"><stack>${told.join('')}</stack></image>`;
}
