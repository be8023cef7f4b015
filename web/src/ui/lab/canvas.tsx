// Pixels on the page.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Pixels } from '../../contract/lab';
import { draw } from './pixels';

interface Props {
  readonly pixels: Pixels;
  readonly label: string;
}

export function PixelView({ pixels, label }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, pixels);
  }, [pixels]);
  // Few pixels are shown as squares, not as a blur.
  return <canvas ref={canvas} role="img" aria-label={label} data-tiny={pixels.width < 64} />;
}
