// Which pixels of a mask hang together (two passes and a table of what met; Rosenfeld, Pfaltz 1966).
import type { Size } from '../../picture/surface';

/** labels: 0 off the mask, else 1 to count, in the order in which rows from the top meet them. */
export interface Components {
  readonly labels: Int32Array<ArrayBuffer>;
  readonly count: number;
}

/** The components of a mask (1 is on). diagonal: pixels that touch at a corner hang together. */
export function components(mask: Uint8Array, { height, width }: Size, diagonal: boolean): Components {
  const labels = new Int32Array(mask.length);
  // The name that each name was found to be the same as: always an earlier one, so that the first is kept.
  const same: number[] = [0];
  const root = (name: number): number => {
    while (same[name] !== name) name = same[name] = same[same[name]!]!;
    return name;
  };
  const met = (one: number, other: number): number => {
    if (one === 0 || other === 0 || one === other) return one || other;
    const [first, second] = [root(one), root(other)];
    const least = Math.min(first, second);
    same[first] = same[second] = least;
    return least;
  };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (!mask[at]) continue;
      let name = x > 0 ? labels[at - 1]! : 0;
      if (y > 0) {
        name = met(name, labels[at - width]!);
        if (diagonal && x > 0) name = met(name, labels[at - width - 1]!);
        if (diagonal && x + 1 < width) name = met(name, labels[at - width + 1]!);
      }
      labels[at] = name || same.push(same.length) - 1;
    }
  }
  let count = 0;
  const names = new Int32Array(same.length);
  for (let name = 1; name < same.length; name++) names[name] = same[name] === name ? ++count : names[same[name]!]!;
  for (let at = 0; at < labels.length; at++) labels[at] = names[labels[at]!]!;
  return { labels, count };
}

/** How many pixels each label has, 0 to count. */
export function sizesOf(labels: Int32Array, count: number): Int32Array<ArrayBuffer> {
  const sizes = new Int32Array(count + 1);
  for (let at = 0; at < labels.length; at++) sizes[labels[at]!]!++;
  return sizes;
}
