// A picture leaves the studio: as a file, over the clipboard, or through the device's own share sheet.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PictureType } from '../contract/engine';
import type { App } from '../state/app';
import { ENDINGS, resultName } from '../state/naming';
import { tell } from '../state/notices';
import { paintingFile } from '../state/saving';
import type { Size } from '../state/view';
import { Dialog } from './dialog';
import { useStore, useText } from './hooks';
import { Icon } from './icons';
import { Slider } from './slider';

const TYPES = Object.keys(ENDINGS) as PictureType[];

/** Hand a file to the visitor. */
export function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser reads the file after the click; a minute is enough for a slow disk.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Browsers take PNG only; a promise keeps Safari's permission for the click. */
async function copy(app: App, make: Saved['make']): Promise<void> {
  const file = make('image/png', 1).then((made) => made ?? Promise.reject(new Error('nothing to copy')));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })]);
    tell(app, 'copied');
  } catch (error) {
    tell(app, 'cannot-copy', { detail: String(error) });
  }
}

function canShare(): boolean {
  const probe = new File([''], 'probe.png', { type: 'image/png' });
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [probe] });
}

/** What is saved. */
export interface Saved {
  readonly label: string;
  /** Of the file, in pixels. */
  readonly size: Size | null;
  nameOf(type: PictureType): string;
  /** null, once the visitor has been told why. */
  make(type: PictureType, quality: number): Promise<File | null>;
}

interface Props {
  readonly app: App;
  readonly saved: Saved;
  readonly onClose: () => void;
}

/** Save the painting on the easel. */
export function SavePainting({ app, onClose }: Omit<Props, 'saved'>): VNode {
  const text = useText();
  const photo = useStore(app.store, (state) => state.photo);
  const painting = useStore(app.store, (state) => state.painting);
  const entries = useStore(app.store, (state) => state.entries);
  const styles = (painting?.parts ?? []).map(
    ({ key }) => entries.find((entry) => entry.key === key)?.style.name ?? '',
  );
  const saved: Saved = {
    label: text.save.label,
    size: painting,
    nameOf: (type) => resultName(photo?.name ?? '', styles, type),
    make: (type, quality) => paintingFile(app, type, quality),
  };
  return <SaveDialog app={app} saved={saved} onClose={onClose} />;
}

export function SaveDialog({ app, saved, onClose }: Props): VNode {
  const text = useText();
  const { label, size, nameOf, make } = saved;
  const [type, setType] = useState<PictureType>('image/jpeg');
  const [quality, setQuality] = useState(0.92);
  const [working, setWorking] = useState(false);

  const run = async (work: () => Promise<void>): Promise<void> => {
    setWorking(true);
    await work();
    setWorking(false);
  };
  const save = async (): Promise<void> => {
    const file = await make(type, quality);
    if (file) download(file);
    onClose();
  };
  const share = async (): Promise<void> => {
    const file = await make(type, quality);
    // The visitor may close the sheet, which is no error.
    if (file) await navigator.share({ files: [file] }).catch(() => undefined);
  };

  return (
    <Dialog label={label} onClose={onClose}>
      <div class="segments" role="radiogroup" aria-label={text.save.format}>
        {TYPES.map((each) => (
          <label key={each}>
            <input type="radio" name="format" checked={type === each} onChange={() => setType(each)} />
            <span>{each === 'image/jpeg' ? 'JPEG' : each === 'image/png' ? 'PNG' : 'WebP'}</span>
          </label>
        ))}
      </div>
      {type !== 'image/png' && (
        <Slider
          label={text.save.quality}
          value={quality}
          said={text.controls.percent(quality)}
          min={0.5}
          max={1}
          step={0.01}
          onInput={setQuality}
        />
      )}
      <p class="file">
        <span class="quiet">{text.save.file}</span> {nameOf(type)}
        {size && <span class="quiet"> {text.status.size(size.width, size.height)}</span>}
      </p>
      <div class="row">
        <button type="button" class="button primary" disabled={working} onClick={() => void run(save)}>
          <Icon name="save" /> {working ? text.save.working : text.save.download}
        </button>
        <button type="button" class="button" disabled={working} onClick={() => void run(() => copy(app, make))}>
          <Icon name="copy" /> {text.save.copy}
        </button>
        {canShare() && (
          <button type="button" class="button" disabled={working} onClick={() => void run(share)}>
            <Icon name="share" /> {text.save.share}
          </button>
        )}
      </div>
    </Dialog>
  );
}
