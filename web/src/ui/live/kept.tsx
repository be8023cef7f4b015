// What is kept of Live: a moment, a recording.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../state/app';
import { bring } from '../../state/photo';
import { Dialog } from '../dialog';
import { useText } from '../hooks';
import { Icon } from '../icons';
import { download } from '../save';
import type { Still } from './session';
import type { LiveText } from './text';

/** The address of a file, for as long as it is on the page. */
function useAddress(file: File): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}

interface StillProps {
  readonly app: App;
  readonly still: Still;
  readonly text: LiveText;
  readonly onClose: () => void;
}

export function StillDialog({ app, still, text, onClose }: StillProps): VNode {
  const address = useAddress(still.painted);
  // The frame itself goes there, not its painting: painted twice it would be a painting of a painting.
  const large = (): void => {
    onClose();
    void bring(app, still.original, still.original.name);
    location.hash = '#studio';
  };
  return (
    <Dialog label={text.kept.still} onClose={onClose}>
      {address && <img class="live-kept" src={address} alt={text.kept.stillAlt} />}
      <p class="file">{still.painted.name}</p>
      <div class="row">
        <button type="button" class="button primary" onClick={large}>
          <Icon name="picture" /> {text.kept.large}
        </button>
        <button type="button" class="button" onClick={() => download(still.painted)}>
          <Icon name="save" /> {text.kept.png}
        </button>
      </div>
    </Dialog>
  );
}

interface RecordingProps {
  readonly recorded: File;
  readonly text: LiveText;
  readonly onClose: () => void;
}

export function RecordingDialog({ recorded, text, onClose }: RecordingProps): VNode {
  const page = useText();
  const address = useAddress(recorded);
  const size = (recorded.size / 1e6).toLocaleString(page.tag, { maximumFractionDigits: 1 });
  return (
    <Dialog label={text.kept.recording} onClose={onClose}>
      {address && <video class="live-kept" src={address} aria-label={text.kept.recording} controls playsInline />}
      <p class="file">
        {recorded.name} <span class="quiet">{text.kept.megabytes(size)}</span>
      </p>
      <div class="row">
        <button type="button" class="button primary" onClick={() => download(recorded)}>
          <Icon name="save" /> {text.kept.download}
        </button>
      </div>
    </Dialog>
  );
}
