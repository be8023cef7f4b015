// A bitmap on the page.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  readonly bitmap: ImageBitmap;
  readonly class?: string;
  readonly label?: string;
  readonly style?: string;
}

export function Bitmap({ bitmap, class: name, label, style }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    // A bitmap that was closed in the meantime has no width, and cannot be drawn.
    if (!canvas.current || bitmap.width === 0) return;
    canvas.current.width = bitmap.width;
    canvas.current.height = bitmap.height;
    canvas.current.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  const role = label === undefined ? { 'aria-hidden': true as const } : { role: 'img' as const, 'aria-label': label };
  return <canvas ref={canvas} {...(name ? { class: name } : {})} {...(style ? { style } : {})} {...role} />;
}
