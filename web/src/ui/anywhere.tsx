// Pictures and style files may be dropped or pasted anywhere on the page.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../state/app';
import { bringFiles } from '../state/photo';
import { useText } from './hooks';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

export function Anywhere({ app }: { readonly app: App }): VNode | null {
  const text = useText();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the difference says whether the file is still over the page.
    let depth = 0;
    const move = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const enter = move(1);
    const leave = move(-1);
    const hover = move(0);
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void bringFiles(app, [...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void bringFiles(app, files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hover);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [app]);
  return over ? (
    <div class="drop">
      <p>{text.bring.drop}</p>
    </div>
  ) : null;
}
