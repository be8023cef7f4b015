// What the style brush has drawn, over the picture; and the ring that shows how large the brush is.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../state/app';
import { draw, lift } from '../state/brushing';
import type { Mask } from '../state/mask';
import type { Size, View } from '../state/view';
import type { Pen } from './gestures';
import { useStore } from './hooks';

const TINT = 0x2f47d8; // vermilion, in the byte order of ImageData

function tinted(mask: Mask): ImageData {
  const image = new ImageData(mask.width, mask.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0; at < pixels.length; at++) pixels[at] = TINT | (((mask.data[at] ?? 0) * 0.6) << 24);
  return image;
}

export function BrushLayer({ app, drawing }: { readonly app: App; readonly drawing: boolean }): VNode | null {
  const { on, version, key, empty } = useStore(app.store, (state) => state.brush);
  const working = useStore(app.store, (state) => state.step !== null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!canvas.current || !app.mask) return;
    const { width, height } = app.mask;
    if (canvas.current.width !== width) canvas.current.width = width;
    if (canvas.current.height !== height) canvas.current.height = height;
    canvas.current.getContext('2d')?.putImageData(tinted(app.mask), 0, 0);
  }, [version, on]);
  // Once it is painted, the painting itself shows where the brush was.
  const shown = drawing || working || key === null;
  if (!on || !app.mask || (empty && !drawing)) return null;
  return <canvas ref={canvas} class="mask" data-shown={shown} aria-hidden="true" />;
}

interface RingProps {
  readonly app: App;
  readonly view: View;
  readonly sheet: Size;
  readonly spot: { readonly x: number; readonly y: number };
}

/** The ring at `spot`, measured from the centre of the box. */
export function Ring({ app, view, sheet, spot }: RingProps): VNode {
  const size = useStore(app.store, (state) => state.brush.size);
  const erasing = useStore(app.store, (state) => state.brush.tool === 'erase');
  const across = size * Math.max(sheet.width, sheet.height) * view.zoom;
  const transform = `translate(${spot.x - across / 2}px, ${spot.y - across / 2}px)`;
  const style = { width: `${across}px`, height: `${across}px`, transform };
  return <div class="ring" data-erasing={erasing} style={style} />;
}

/** The pen that draws into the mask; `drawing` is true from the first touch until it is lifted. */
export function usePen(app: App): { readonly pen: Pen | null; readonly drawing: boolean } {
  const on = useStore(app.store, (state) => state.brush.on);
  const [drawing, setDrawing] = useState(false);
  useEffect(() => setDrawing(false), [on]);
  if (!on) return { pen: null, drawing };
  const pen: Pen = {
    line(from, to) {
      setDrawing(true);
      draw(app, from, to);
    },
    lift() {
      setDrawing(false);
      lift(app);
    },
  };
  return { pen, drawing };
}
