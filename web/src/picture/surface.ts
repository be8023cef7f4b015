// Pictures as the worker holds them: bytes or 16-bit words for a whole picture, floats only for windows of one. A float
// copy of a 60-megapixel photo would be 720 MB, and no browser gives that.
// Axes: y rows from the top, x columns from the left; every range is half open. Values are sRGB-encoded, 0..1.

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** A part of a picture, in its pixels. */
export interface Box {
  readonly y0: number;
  readonly y1: number;
  readonly x0: number;
  readonly x1: number;
}

/** A window as floats: channel after channel, each in rows from the top. */
export interface Planes extends Size {
  readonly channels: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** What windows are read from. */
export interface Surface extends Size {
  readonly channels: number;
  /** Row y, columns x0 to x1, of one channel, into the start of `into`. */
  row(y: number, x0: number, x1: number, channel: number, into: Float32Array): void;
}

/** What windows are written to: the rows of `planes` from (top, left) fill `box`. */
export interface Sink {
  write(box: Box, planes: Planes, top: number, left: number): void;
}

export function planes(channels: number, height: number, width: number): Planes {
  return { channels, height, width, data: new Float32Array(channels * height * width) };
}

export function whole(size: Size): Box {
  return { y0: 0, y1: size.height, x0: 0, x1: size.width };
}

export function read(surface: Surface, box: Box): Planes {
  const height = box.y1 - box.y0;
  const width = box.x1 - box.x0;
  const out = planes(surface.channels, height, width);
  for (let channel = 0; channel < surface.channels; channel++) {
    for (let y = 0; y < height; y++) {
      const start = (channel * height + y) * width;
      surface.row(box.y0 + y, box.x0, box.x1, channel, out.data.subarray(start, start + width));
    }
  }
  return out;
}

/** The part of `planes` that `box` (in its own pixels) says; the planes themselves where that is all. */
export function cut(from: Planes, box: Box): Planes {
  if (box.y1 - box.y0 === from.height && box.x1 - box.x0 === from.width) return from;
  return read(planesSurface(from), box);
}

/** A part of a surface as a surface of its own. */
export function partOf(surface: Surface, box: Box): Surface {
  return {
    height: box.y1 - box.y0,
    width: box.x1 - box.x0,
    channels: surface.channels,
    row: (y, x0, x1, channel, into) => surface.row(box.y0 + y, box.x0 + x0, box.x0 + x1, channel, into),
  };
}

export function planesSurface(from: Planes): Surface {
  return {
    height: from.height,
    width: from.width,
    channels: from.channels,
    row(y, x0, x1, channel, into) {
      const start = (channel * from.height + y) * from.width;
      into.set(from.data.subarray(start + x0, start + x1));
    },
  };
}

/**
 * A photo or a result: RGBA bytes, alpha not multiplied in. Three channels are read and written; alpha stays. origin: what its file
 * says, or is to say, of how it came about.
 */
export class BytePicture implements Surface, Sink {
  readonly channels = 3;

  constructor(
    readonly height: number,
    readonly width: number,
    readonly rgba: Uint8ClampedArray<ArrayBuffer> = new Uint8ClampedArray(4 * height * width),
    readonly origin: string | null = null,
  ) {}

  row(y: number, x0: number, x1: number, channel: number, into: Float32Array): void {
    let at = 4 * (y * this.width + x0) + channel;
    for (let x = 0; x < x1 - x0; x++, at += 4) into[x] = this.rgba[at]! / 255;
  }

  write(box: Box, from: Planes, top: number, left: number): void {
    for (let channel = 0; channel < 3; channel++) {
      for (let y = box.y0; y < box.y1; y++) {
        let source = (channel * from.height + y - box.y0 + top) * from.width + left;
        let at = 4 * (y * this.width + box.x0) + channel;
        // A clamped array limits to 0..255 and rounds halves to even, as NumPy does.
        for (let x = box.x0; x < box.x1; x++, at += 4) this.rgba[at] = from.data[source++]! * 255;
      }
    }
  }

  /** Alpha as a surface of one channel. */
  get alpha(): Surface {
    const { height, width, rgba } = this;
    return {
      height,
      width,
      channels: 1,
      row(y, x0, x1, _channel, into) {
        let at = 4 * (y * width + x0) + 3;
        for (let x = 0; x < x1 - x0; x++, at += 4) into[x] = rgba[at]! / 255;
      },
    };
  }
}

/** A whole picture, transparent parts laid on white. */
export function onWhite(picture: BytePicture): Planes {
  const out = read(picture, whole(picture));
  const { data } = read(picture.alpha, whole(picture));
  for (let at = 0; at < out.data.length; at++) {
    const cover = data[at % data.length]!;
    out.data[at] = out.data[at]! * cover + 1 - cover;
  }
  return out;
}

/** A picture between two stages of painting: 16 bits a channel, so that rounding never shows. */
export class WordPicture implements Surface, Sink {
  readonly channels = 3;
  private readonly words: Uint16Array<ArrayBuffer>;

  constructor(
    readonly height: number,
    readonly width: number,
  ) {
    this.words = new Uint16Array(3 * height * width);
  }

  row(y: number, x0: number, x1: number, channel: number, into: Float32Array): void {
    let at = (channel * this.height + y) * this.width + x0;
    for (let x = 0; x < x1 - x0; x++) into[x] = this.words[at++]! / 65535;
  }

  write(box: Box, from: Planes, top: number, left: number): void {
    for (let channel = 0; channel < 3; channel++) {
      for (let y = box.y0; y < box.y1; y++) {
        let source = (channel * from.height + y - box.y0 + top) * from.width + left;
        let at = (channel * this.height + y) * this.width + box.x0;
        for (let x = box.x0; x < box.x1; x++) {
          const value = from.data[source++]!;
          this.words[at++] = value <= 0 ? 0 : value >= 1 ? 65535 : value * 65535 + 0.5;
        }
      }
    }
  }
}
