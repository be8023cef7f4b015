// Layers as one file: OpenRaster, PSD, or a zip of pictures (layerfiles.py).
import { zipSync, type Zippable } from 'fflate';
import type { LayerFile } from '../../contract/lineart';
import { smaller } from '../../picture/encode';
import { png } from '../../picture/png';
import { BytePicture } from '../../picture/surface';
import type { Coats } from './coats';
import { rgbaOf, type Label, type Layer } from './layers';
import { stackOf, THUMBNAIL, TYPE } from './openraster';
import { psd } from './photoshop';

type Bytes = Uint8Array<ArrayBuffer>;
type Between = () => Promise<void>;

const AS_IS = { level: 0 } as const; // PNG is packed already

/** The layers of a picture, and the picture that they make. `between` is awaited after each layer. */
export async function layerFile(coats: Coats, picture: BytePicture, as: LayerFile, between: Between): Promise<Blob> {
  const layers = coats.layers();
  if (as === 'psd') return new Blob(await psd(layers, picture, between), { type: 'image/vnd.adobe.photoshop' });
  const files = as === 'ora' ? await openRaster(layers, picture, between) : await pictures(layers, picture, between);
  return new Blob([zipSync(files)], { type: as === 'ora' ? TYPE : 'application/zip' });
}

async function openRaster(layers: Iterable<Layer>, picture: BytePicture, between: Between): Promise<Zippable> {
  const files: Zippable = { mimetype: [new TextEncoder().encode(TYPE), AS_IS] };
  const placed: (Label & { readonly file: string })[] = [];
  for (const layer of layers) {
    const file = `data/layer${String(placed.length).padStart(3, '0')}.png`;
    files[file] = [await png(layer, rgbaOf(layer)), AS_IS];
    const { rgb: _rgb, alpha: _alpha, ...label } = layer;
    placed.push({ ...label, file });
    await between();
  }
  const thumbnail = smaller(picture, THUMBNAIL);
  return {
    ...files,
    'stack.xml': new TextEncoder().encode(stackOf(placed, picture)),
    'mergedimage.png': [await png(picture, picture.rgba), AS_IS],
    'Thumbnails/thumbnail.png': [await png(thumbnail, thumbnail.rgba), AS_IS],
  };
}

/** Each layer as large as the picture, so that any program can lay them on each other; what is not laid on plainly says so. */
async function pictures(layers: Iterable<Layer>, picture: BytePicture, between: Between): Promise<Zippable> {
  const files: Zippable = {};
  const told: { readonly file: string; readonly name: string; readonly blend: string }[] = [];
  for (const layer of layers) {
    const { name, blend } = layer;
    const file = `${String(told.length).padStart(2, '0')}-${name.replace(' #', '-').replaceAll(' ', '-')}${blend === 'normal' ? '' : `-${blend}`}.png`;
    files[file] = [await png(picture, whole(layer, picture)), AS_IS];
    told.push({ file, name, blend });
    await between();
  }
  files['merged.png'] = [await png(picture, picture.rgba), AS_IS];
  files['layers.json'] = new TextEncoder().encode(JSON.stringify({ 'bottom to top': told }, null, 1)) as Bytes;
  return files;
}

function whole(layer: Layer, { height, width }: BytePicture): Uint8ClampedArray {
  const out = new Uint8ClampedArray(4 * height * width);
  const rgba = rgbaOf(layer);
  for (let y = 0; y < layer.height; y++) {
    out.set(rgba.subarray(4 * y * layer.width, 4 * (y + 1) * layer.width), 4 * ((layer.top + y) * width + layer.left));
  }
  return out;
}
