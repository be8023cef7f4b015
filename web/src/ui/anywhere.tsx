// Pictures and style files may be dropped or pasted anywhere on the page; a picture on the gallery is a style.
import type { VNode } from 'preact';
import { useCallback } from 'preact/hooks';
import type { App } from '../state/app';
import { bringFiles } from '../state/photo';
import { canRead } from '../state/reading';
import { DropSign, useDropping, type OnFiles, type Over } from './dropping';
import { useStore, useText } from './hooks';

interface SignProps {
  readonly app: App;
  readonly over: Over;
  /** What is said where the gallery plays no part. */
  readonly drop: string;
}

/** What becomes of a file that hangs here. */
export function Sign({ app, over, drop }: SignProps): VNode {
  const text = useText();
  const reads = useStore(app.store, canRead);
  const reading = useStore(app.store, (state) => state.reading !== null);
  if (reading) return <DropSign key="dialog" over="page" text={text.reading.drop} />;
  if (!reads) return <DropSign key="page" over="page" text={drop} />;
  if (over === 'gallery') return <DropSign key="gallery" over="gallery" text={text.bring.dropStyle} />;
  return <DropSign key="page" over="page" text={drop} more={text.bring.orStyle} />;
}

export function Anywhere({ app }: { readonly app: App }): VNode | null {
  const text = useText();
  const onFiles = useCallback<OnFiles>((files, onGallery) => void bringFiles(app, files, onGallery), [app]);
  const over = useDropping(onFiles);
  return over && <Sign app={app} over={over} drop={text.bring.drop} />;
}
