// Files that are dragged over the page, dropped on it or pasted.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Where files hang over the page: its gallery is the part that takes some for itself. */
export type Over = 'page' | 'gallery';
export type OnFiles = (files: readonly File[], onGallery: boolean) => void;

/** What takes files for itself: a gallery, or controls that say so. */
const GALLERY = '.gallery, [data-takes="files"]';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function placeOf({ target }: Event): Over {
  return target instanceof Element && target.closest(GALLERY) ? 'gallery' : 'page';
}

/** Take files for `onFiles`. first: before all others, who then see nothing of them. Returns where files hang just now. */
export function useDropping(onFiles: OnFiles, first = false): Over | null {
  const [over, setOver] = useState<Over | null>(null);
  // With the screen, not a frame after it: what is dropped on a screen that can be seen is taken.
  useLayoutEffect(() => {
    const take = (event: Event): void => {
      event.preventDefault();
      if (first) event.stopPropagation();
    };
    // Entering a child leaves its parent: only the difference says whether the file is still over the page.
    let depth = 0;
    const move = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      take(event);
      depth = Math.max(0, depth + by);
      // What is left says nothing of where the file is now.
      if (depth === 0) setOver(null);
      else if (by >= 0) setOver(placeOf(event));
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      take(event);
      onFiles([...(event.dataTransfer?.files ?? [])], placeOf(event) === 'gallery');
    };
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      take(event);
      onFiles(files, false);
    };
    // Who comes first may have come while a file hung here already: then the drop is theirs, and ends here too.
    const end = (): void => {
      depth = 0;
      setOver(null);
    };
    const controller = new AbortController();
    const options = { capture: first, signal: controller.signal };
    window.addEventListener('drop', end, { ...options, capture: true });
    window.addEventListener('dragenter', move(1), options);
    window.addEventListener('dragleave', move(-1), options);
    window.addEventListener('dragover', move(0), options);
    window.addEventListener('drop', drop, options);
    window.addEventListener('paste', paste, options);
    return () => controller.abort();
  }, [onFiles, first]);
  return over;
}

interface SignProps {
  readonly over: Over;
  readonly text: string;
  /** What may be done elsewhere. */
  readonly more?: string;
}

/** What becomes of the files that hang here: over the whole page, or over the gallery alone. */
export function DropSign({ over, text, more }: SignProps): VNode {
  const sign = useRef<HTMLDivElement>(null);
  // Above a dialog that is open; where there are no popovers, over the rest of the page.
  useEffect(() => sign.current?.showPopover?.(), []);
  const box = over === 'gallery' ? document.querySelector(GALLERY)?.getBoundingClientRect() : undefined;
  const place = box && { inset: `${box.top}px auto auto ${box.left}px`, width: `${box.width}px`, height: `${box.height}px` };
  return (
    <div ref={sign} class="drop" popover="manual" {...(place ? { style: place } : {})}>
      <p>
        {text}
        {more && <small>{more}</small>}
      </p>
    </div>
  );
}
