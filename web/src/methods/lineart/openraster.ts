// OpenRaster 0.0.3 (freedesktop.org): what its stack.xml says of layers that Krita, GIMP and MyPaint open (openraster.py).
import type { Size } from '../../picture/surface';
import type { Blend, Label } from './layers';

export const TYPE = 'image/openraster';
export const THUMBNAIL = 256; // pixels

const BLENDS: Readonly<Record<Blend, string>> = { normal: 'svg:src-over', multiply: 'svg:multiply', screen: 'svg:screen' };

/** layers: the first at the bottom; the file has the topmost first. No name has a sign that XML would read as its own. */
export function stackOf(layers: readonly (Label & { readonly file: string })[], { height, width }: Size): string {
  const told: string[] = [];
  let open: string | null = null;
  for (const layer of [...layers].reverse()) {
    // Not what is multiplied or screened: GIMP puts a group together before it lays it on what is below, always.
    const group = layer.blend === 'normal' ? layer.group : null;
    if (open !== null && group !== open) told.push('</stack>');
    if (group !== null && group !== open) told.push(`<stack ${how(group, 'normal')} isolation="auto">`);
    open = group;
    told.push(`<layer ${how(layer.name, layer.blend)} src="${layer.file}" x="${layer.left}" y="${layer.top}"/>`);
  }
  if (open !== null) told.push('</stack>');
  return `<?xml version='1.0' encoding='UTF-8'?>\n<image version="0.0.3" w="${width}" h="${height}"><stack>${told.join('')}</stack></image>`;
}

function how(name: string, blend: Blend): string {
  return `name="${name}" opacity="1.0" visibility="visible" composite-op="${BLENDS[blend]}"`;
}
