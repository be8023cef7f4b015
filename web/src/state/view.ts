// Zoom and pan of the picture, as numbers. A picture at zoom 1 fits its box; x and y move its centre away from the
// centre of the box, in CSS pixels.

export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const FITTED: View = { zoom: 1, x: 0, y: 0 };
const MOST = 16;

/** Size at which `picture` fits into `box`, in CSS pixels. */
export function fitted(picture: Size, box: Size): Size {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** Keep the picture from being lost: its edge does not leave the middle of the box; a fitted one stays in place. */
export function clamped(view: View, sheet: Size): View {
  const zoom = Math.min(MOST, Math.max(1, view.zoom));
  if (zoom === 1) return FITTED;
  const [far, low] = [(sheet.width * zoom) / 2, (sheet.height * zoom) / 2];
  return { zoom, x: Math.min(far, Math.max(-far, view.x)), y: Math.min(low, Math.max(-low, view.y)) };
}

/** Zoom by `factor` so that the point under (x, y), measured from the centre of the box, stays there. */
export function zoomedAt(view: View, factor: number, x: number, y: number, sheet: Size): View {
  const zoom = Math.min(MOST, Math.max(1, view.zoom * factor));
  const real = zoom / view.zoom;
  return clamped({ zoom, x: x - (x - view.x) * real, y: y - (y - view.y) * real }, sheet);
}

export function panned(view: View, dx: number, dy: number, sheet: Size): View {
  return clamped({ ...view, x: view.x + dx, y: view.y + dy }, sheet);
}

/** A part of a picture, its edges in shares of it. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Near enough to a part of the picture for its longer side to take `share` of the sheet; a larger part leaves it fitted. */
export function nearerTo(part: Part, share: number, sheet: Size): View {
  const zoom = Math.min(MOST, share / Math.max(part.right - part.left, part.bottom - part.top, 1e-3));
  const [x, y] = [0.5 - (part.left + part.right) / 2, 0.5 - (part.top + part.bottom) / 2];
  return clamped({ zoom, x: x * sheet.width * zoom, y: y * sheet.height * zoom }, sheet);
}

/** The share of the picture under a point measured from the centre of the box. */
export function shareAt(view: View, x: number, y: number, sheet: Size): { readonly x: number; readonly y: number } {
  return {
    x: (x - view.x) / (sheet.width * view.zoom) + 0.5,
    y: (y - view.y) / (sheet.height * view.zoom) + 0.5,
  };
}
