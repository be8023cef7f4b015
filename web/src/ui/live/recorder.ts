// A recording of the painted frames as WebM, with the sound of the video where it has some.

const TYPES = ['video/webm;codecs=vp8,opus', 'video/webm;codecs=vp9,opus', 'video/webm'];
const BITS = 5_000_000; // a second: brush strokes are hard to compress
const CHUNK = 1000; // milliseconds

/** Type of the recordings that this browser can make; null: none. VP8 first, since it leaves the painter most time. */
export function recordingType(): string | null {
  if (typeof MediaRecorder === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype)) return null;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/** Not in the standard library's types; Firefox has it under a name of its own, and Safari not at all. */
interface Capturing {
  captureStream?: () => MediaStream;
}

function soundOf(video: HTMLVideoElement & Capturing): readonly MediaStreamTrack[] {
  if (video.srcObject) return [];
  return video.captureStream?.().getAudioTracks() ?? [];
}

export class Recording {
  private readonly recorder: MediaRecorder;
  private readonly tracks: readonly MediaStreamTrack[];
  private readonly chunks: Blob[] = [];
  private readonly ended: Promise<void>;
  /** Milliseconds before the last pause, and when it went on; null while it rests. */
  private before = 0;
  private since: number | null = performance.now();

  /** Begins at once. Throws where the browser cannot record. */
  constructor(canvas: HTMLCanvasElement, video: HTMLVideoElement, type: string) {
    this.tracks = [...canvas.captureStream().getVideoTracks(), ...soundOf(video)];
    this.recorder = new MediaRecorder(new MediaStream([...this.tracks]), { mimeType: type, videoBitsPerSecond: BITS });
    this.recorder.addEventListener('dataavailable', ({ data }) => this.chunks.push(data));
    this.ended = new Promise((resolve) => this.recorder.addEventListener('stop', () => resolve()));
    this.recorder.start(CHUNK);
  }

  get seconds(): number {
    return (this.before + (this.since === null ? 0 : performance.now() - this.since)) / 1000;
  }

  pause(): void {
    this.before = this.seconds * 1000;
    this.since = null;
    if (this.recorder.state === 'recording') this.recorder.pause();
  }

  resume(): void {
    this.since = performance.now();
    if (this.recorder.state === 'paused') this.recorder.resume();
  }

  async finish(): Promise<Blob> {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    await this.ended;
    for (const track of this.tracks) track.stop();
    return new Blob(this.chunks, { type: 'video/webm' });
  }
}
