// While a screen beside the studio is open, files that are dropped or pasted are that screen's.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface Props {
  /** What is said while files hang over the page. */
  readonly text: { readonly drop: string };
  readonly onFiles: (files: readonly File[]) => void;
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

export function Drops({ text, onFiles }: Props): VNode | null {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // In the capturing phase, and no further: the page takes what is dropped elsewhere for the studio's.
    let depth = 0;
    const take = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    const move = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      take(event);
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      take(event);
      depth = 0;
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      take(event);
      onFiles(files);
    };
    const controller = new AbortController();
    const options = { capture: true, signal: controller.signal };
    window.addEventListener('dragenter', move(1), options);
    window.addEventListener('dragleave', move(-1), options);
    window.addEventListener('dragover', move(0), options);
    window.addEventListener('drop', drop, options);
    window.addEventListener('paste', paste, options);
    return () => controller.abort();
  }, [onFiles]);
  return over ? (
    <div class="drop">
      <p>{text.drop}</p>
    </div>
  ) : null;
}
