// The size that a picture file claims, read from its header before memory is spent on its pixels.
import type { Size } from './surface';

/** Enough of a file to find its size, unless a JPEG has more than this before its first frame. */
export const HEADER_BYTES = 1 << 18;

/** Size in pixels, as the file lies (orientation not applied); null where the format is not known here. */
export function claimedSize(head: ArrayBuffer): Size | null {
  const view = new DataView(head);
  try {
    return png(view) ?? gif(view) ?? bmp(view) ?? webp(view) ?? jpeg(view);
  } catch (problem) {
    if (problem instanceof RangeError) return null; // cut short
    throw problem;
  }
}

function text(view: DataView, at: number, length: number): string {
  let found = '';
  for (let index = at; index < at + length; index++) found += String.fromCharCode(view.getUint8(index));
  return found;
}

function png(view: DataView): Size | null {
  if (text(view, 1, 3) !== 'PNG') return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): Size | null {
  if (text(view, 0, 4) !== 'GIF8') return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function bmp(view: DataView): Size | null {
  if (text(view, 0, 2) !== 'BM') return null;
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

function webp(view: DataView): Size | null {
  if (text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return null;
  const kind = text(view, 12, 4);
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const three = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  return { width: three(24) + 1, height: three(27) + 1 };
}

function jpeg(view: DataView): Size | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // fill bytes may stand before a marker
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
}
