// Where the frames come from: a camera, or a video file. Both end up in one <video> element.

/** Why there is no video, as a code that the screen puts into words. */
export type TroubleCode = 'denied' | 'no-camera' | 'busy' | 'lost' | 'unreadable' | 'not-here';

export class SourceTrouble extends Error {
  constructor(
    readonly code: TroubleCode,
    readonly detail: string = '',
  ) {
    super(`${code}: ${detail}`);
    this.name = 'SourceTrouble';
  }
}

export interface Camera {
  readonly id: string;
  /** As the browser names it; may be empty. */
  readonly label: string;
}

export interface Source {
  readonly kind: 'camera' | 'file';
  /** Of the file; a camera's pictures are named "webcam". */
  readonly name: string;
  /** Id of the camera, else empty. */
  readonly camera: string;
  /** A camera that looks at the visitor is shown as a mirror would. */
  readonly facesVisitor: boolean;
  /** Gives camera or file free, and empties the element. */
  close(): void;
}

/** Ask for a camera: `id`, or the one that looks at the visitor. Its pictures are not shown yet. */
async function camera(id: string | null): Promise<MediaStream> {
  if (!('mediaDevices' in navigator)) throw new SourceTrouble('not-here');
  const which: MediaTrackConstraints = id === null ? { facingMode: 'user' } : { deviceId: { exact: id } };
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (problem) {
    throw new SourceTrouble(codeOf(problem), String(problem));
  }
}

function codeOf(problem: unknown): TroubleCode {
  const name = problem instanceof DOMException ? problem.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'no-camera';
}

function endStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Open a camera on `video`. `over` is asked once the visitor has answered: what came too late is closed at once. */
export async function openCamera(
  video: HTMLVideoElement,
  id: string | null,
  over: () => boolean,
  onLost: () => void,
): Promise<Source> {
  const stream = await camera(id);
  const close = (): void => {
    endStream(stream);
    // The element may show the next source already.
    if (video.srcObject === stream) video.srcObject = null;
  };
  try {
    if (over()) throw new SourceTrouble('lost');
    const [track] = stream.getVideoTracks();
    track?.addEventListener('ended', onLost);
    video.removeAttribute('src');
    video.srcObject = stream;
    await play(video);
    const { deviceId = '', facingMode } = track?.getSettings() ?? {};
    return { kind: 'camera', name: 'webcam', camera: deviceId, facesVisitor: facingMode !== 'environment', close };
  } catch (problem) {
    close();
    throw problem instanceof SourceTrouble ? problem : new SourceTrouble('busy', String(problem));
  }
}

/** Open a video file on `video`; it begins again when it ends, and is silent. */
export async function openFile(video: HTMLVideoElement, file: File): Promise<Source> {
  const address = URL.createObjectURL(file);
  const close = (): void => {
    if (video.src === address) {
      video.removeAttribute('src');
      video.load();
    }
    URL.revokeObjectURL(address);
  };
  try {
    video.srcObject = null;
    video.loop = true;
    video.src = address;
    await play(video);
    if (video.videoWidth === 0) throw new Error('it has no picture');
    return { kind: 'file', name: file.name, camera: '', facesVisitor: false, close };
  } catch (problem) {
    close();
    throw new SourceTrouble('unreadable', String(problem));
  }
}

/** Play until there is a first picture. Muted video may play without being asked for by a click. */
async function play(video: HTMLVideoElement): Promise<void> {
  video.muted = true;
  await video.play();
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return;
  await new Promise<void>((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'it cannot be played')), { once: true });
    video.addEventListener('emptied', () => reject(new Error('it was closed')), { once: true });
  });
}

/** The cameras that there are; browsers name them only once one was allowed. */
export async function listCameras(): Promise<readonly Camera[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ id: deviceId, label }));
}
