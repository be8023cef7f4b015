// A snapshot of the webcam.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from './dialog';
import { useText } from './hooks';
import { Icon } from './icons';

interface Props {
  readonly onClose: () => void;
  /** A picture, and the name that its file would have. The camera closes after it. */
  readonly onTaken: (picture: Blob, name: string) => void;
  /** There is no camera, or it may not be used; `detail` is what the browser said. */
  readonly onTrouble: (detail: string) => void;
}

type Facing = 'user' | 'environment';

/** The frame as the visitor saw it: a camera that faces them is shown as a mirror. */
async function snapshot(video: HTMLVideoElement, mirrored: boolean): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d');
  if (!context) return null;
  if (mirrored) context.setTransform(-1, 0, 0, 1, canvas.width, 0);
  context.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
}

export function Webcam({ onClose, onTaken, onTrouble }: Props): VNode {
  const text = useText();
  const video = useRef<HTMLVideoElement>(null);
  const [facing, setFacing] = useState<Facing>('user');
  const [live, setLive] = useState(false);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let over = false;
    const open = async (): Promise<void> => {
      try {
        const wish = { facingMode: facing, width: { ideal: 1920 }, height: { ideal: 1080 } };
        stream = await navigator.mediaDevices.getUserMedia({ video: wish });
        if (over) return stop();
        if (video.current) video.current.srcObject = stream;
      } catch (error) {
        if (over) return;
        onTrouble(String(error));
        onClose();
      }
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    void open();
    return () => {
      over = true;
      stop();
    };
  }, [facing]);

  const take = async (): Promise<void> => {
    if (!video.current) return;
    const blob = await snapshot(video.current, facing === 'user');
    onClose();
    if (blob) onTaken(blob, 'webcam.jpg');
  };

  return (
    <Dialog label={text.webcam.heading} onClose={onClose}>
      <div class="webcam">
        <video
          ref={video}
          class={facing === 'user' ? 'mirror' : ''}
          aria-label={text.webcam.video}
          autoplay
          playsInline
          muted
          onPlaying={() => setLive(true)}
        />
        {!live && <p class="quiet">{text.webcam.waiting}</p>}
      </div>
      <div class="row">
        <button type="button" class="button primary" disabled={!live} onClick={() => void take()}>
          <Icon name="camera" /> {text.webcam.take}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            setLive(false);
            setFacing(facing === 'user' ? 'environment' : 'user');
          }}
        >
          <Icon name="turn" /> {text.webcam.turn}
        </button>
      </div>
    </Dialog>
  );
}
