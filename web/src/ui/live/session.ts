// What goes on in Live: one source, the loop that paints it, and what is kept of it. It outlives the screen, so that a
// recording that ended because the visitor left is still there when they come back.
import type { App } from '../../state/app';
import { FIRST_PACE, paced, recent, speedOf, type Pace, type PaintedFrame, type Speed } from '../../state/live';
import { mixOf } from '../../state/mix';
import { recordingName, resultName } from '../../state/naming';
import { tellError } from '../../state/notices';
import { outputSize } from '../../state/options';
import { pick } from '../../state/painting';
import { perApp } from '../../state/perapp';
import { createStore } from '../../state/store';
import type { Size } from '../../state/view';
import { Loop } from '../video/loop';
import { Recording, recordingType } from './recorder';
import { listCameras, openCamera, openFile, SourceTrouble, type Camera, type Source, type TroubleCode } from '../video/source';

const CANVAS_SIDE = 640; // pixels: a recording keeps its size while the frames change theirs
const REPORT = 500; // milliseconds

/** A moment: as it was painted, and as the camera or the video had it. */
export interface Still {
  readonly painted: File;
  readonly original: File;
}

export interface LiveState {
  readonly phase: 'closed' | 'opening' | 'running' | 'paused';
  readonly source: Source | null;
  readonly trouble: { readonly code: TroubleCode; readonly detail: string } | null;
  readonly cameras: readonly Camera[];
  readonly mirror: boolean;
  /** The visitor's own choice of the longer side in pixels; null: as large as is fast enough. */
  readonly side: number | null;
  /** Of the canvas, in pixels; its shape is that of the source. */
  readonly canvas: Size;
  /** At least one frame of this source has been painted. */
  readonly painted: boolean;
  readonly speed: Speed | null;
  /** Of the last painted frame, in pixels. */
  readonly frame: Size | null;
  /** Seconds; null: nothing is being recorded. */
  readonly recording: number | null;
  readonly recorded: File | null;
  /** The recording is shown to the visitor. */
  readonly watching: boolean;
  readonly still: Still | null;
}

const CLOSED = { phase: 'closed', source: null, painted: false, speed: null, frame: null } as const;
const INITIAL: LiveState = {
  ...CLOSED,
  trouble: null,
  cameras: [],
  mirror: true,
  side: null,
  canvas: { width: 4, height: 3 },
  recording: null,
  recorded: null,
  watching: false,
  still: null,
};

interface Elements {
  readonly video: HTMLVideoElement;
  readonly canvas: HTMLCanvasElement;
  readonly loop: Loop;
}

export const sessionOf = perApp((app) => new Session(app));

export class Session {
  readonly store = createStore<LiveState>(INITIAL);
  private elements: Elements | null = null;
  private pace: Pace = FIRST_PACE;
  private frames: readonly PaintedFrame[] = [];
  private recording: Recording | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** Counts openings and closings: what belongs to an older one comes too late. */
  private turn = 0;

  constructor(private readonly app: App) {}

  /** The screen is there. What is returned ends everything that runs. */
  enter(video: HTMLVideoElement, canvas: HTMLCanvasElement): () => void {
    this.elements = { video, canvas, loop: new Loop(video, () => this.paint()) };
    this.timer = setInterval(() => this.report(), REPORT);
    const look = (): void => {
      if (document.hidden) this.hide();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', this.close);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', this.close);
      clearInterval(this.timer);
      this.close();
      this.store.set({ still: null, trouble: null });
      this.elements = null;
    };
  }

  openCamera(id: string | null = null): Promise<void> {
    return this.open(async ({ video }, over) => {
      const source = await openCamera(video, id, over, () => !over() && this.fail(new SourceTrouble('lost')));
      void listCameras().then((cameras) => this.store.set({ cameras }));
      return source;
    });
  }

  openFile(file: File): Promise<void> {
    return this.open(({ video }) => openFile(video, file));
  }

  private async open(by: (elements: Elements, over: () => boolean) => Promise<Source>): Promise<void> {
    const { elements } = this;
    if (!elements) return;
    this.close();
    const turn = this.turn;
    const over = (): boolean => turn !== this.turn;
    this.store.set({ phase: 'opening', trouble: null });
    try {
      const source = await by(elements, over);
      if (over()) return source.close();
      this.begin(elements, source);
    } catch (problem) {
      if (!over()) this.fail(problem);
    }
  }

  private begin({ video, canvas, loop }: Elements, source: Source): void {
    const { videoWidth: width, videoHeight: height } = video;
    const scale = CANVAS_SIDE / Math.max(width, height);
    // Video formats want even sizes.
    const even = (length: number): number => Math.max(2, 2 * Math.round((length * scale) / 2));
    canvas.width = even(width);
    canvas.height = even(height);
    this.frames = [];
    this.store.set({
      phase: 'running',
      source,
      mirror: source.facesVisitor,
      canvas: { width: canvas.width, height: canvas.height },
    });
    this.chooseFirst();
    loop.start();
  }

  /** Live begins painted: where no style was chosen, with the first of the gallery. */
  chooseFirst(): void {
    const { parts, entries } = this.app.store.get();
    const [first] = entries;
    if (parts.length === 0 && first && this.store.get().phase !== 'closed') pick(this.app, first.key);
  }

  private async paint(): Promise<void> {
    const { elements, turn } = this;
    const { painter, parts, entries, options } = this.app.store.get();
    const mix = mixOf(parts, entries);
    if (!elements || painter !== 'ready' || mix.length === 0) return;
    const { video } = elements;
    const side = this.store.get().side ?? this.pace.side;
    const before = performance.now();
    try {
      const [resizeWidth, resizeHeight] = outputSize(video.videoWidth, video.videoHeight, side);
      const frame = await createImageBitmap(video, { resizeWidth, resizeHeight, resizeQuality: 'medium' });
      const { bitmap } = await this.app.engine.frame(frame, mix, options.strength, side);
      if (turn === this.turn) this.show(elements.canvas, bitmap, side, performance.now() - before);
      bitmap.close();
    } catch (problem) {
      if (turn === this.turn) this.fail(problem);
    }
  }

  private show(canvas: HTMLCanvasElement, bitmap: ImageBitmap, side: number, milliseconds: number): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    draw(context, bitmap, this.store.get().mirror);
    this.frames = [...recent(this.frames, performance.now()), { at: performance.now(), milliseconds }];
    if (side === this.pace.side) this.pace = paced(this.pace, milliseconds);
    const { painted, frame } = this.store.get();
    if (frame?.width === bitmap.width && frame.height === bitmap.height && painted) return;
    this.store.set({ painted: true, frame: { width: bitmap.width, height: bitmap.height } });
  }

  private report(): void {
    this.frames = recent(this.frames, performance.now());
    this.store.set({ speed: speedOf(this.frames), recording: this.recording?.seconds ?? null });
  }

  pause(): void {
    const { phase } = this.store.get();
    if (phase !== 'running') return;
    this.elements?.loop.stop();
    this.elements?.video.pause();
    this.recording?.pause();
    this.store.set({ phase: 'paused' });
  }

  /** Something about the painting changed: a frame that stands still is painted again. */
  repaint(): void {
    if (this.store.get().phase === 'paused') this.elements?.loop.nudge();
  }

  async resume(): Promise<void> {
    const { elements, turn } = this;
    if (!elements || this.store.get().phase !== 'paused') return;
    try {
      await elements.video.play();
      if (turn !== this.turn) return;
      elements.loop.start();
      this.recording?.resume();
      this.store.set({ phase: 'running' });
    } catch (problem) {
      if (turn === this.turn) this.fail(problem);
    }
  }

  /** Nobody looks: the camera goes off, a file waits. */
  private hide(): void {
    void this.endRecording();
    if (this.store.get().source?.kind === 'file') this.pause();
    else this.close();
  }

  /** End everything: the loop, the recording, the camera. */
  readonly close = (): void => {
    this.turn += 1;
    this.elements?.loop.stop();
    void this.endRecording();
    this.store.get().source?.close();
    this.store.set(CLOSED);
  };

  private fail(problem: unknown): void {
    this.close();
    if (problem instanceof SourceTrouble) this.store.set({ trouble: { code: problem.code, detail: problem.detail } });
    else tellError(this.app, problem, '');
  }

  startRecording(): void {
    const type = recordingType();
    if (!this.elements || type === null || this.recording) return;
    try {
      this.recording = new Recording(this.elements.canvas, this.elements.video, type);
      this.store.set({ recording: 0 });
    } catch (problem) {
      this.fail(problem);
    }
  }

  async endRecording(): Promise<void> {
    const { recording } = this;
    if (!recording) return;
    const name = recordingName(this.store.get().source?.name ?? '', this.styleNames());
    this.recording = null;
    this.store.set({ recording: null });
    const blob = await recording.finish();
    if (blob.size > 0) this.store.set({ recorded: new File([blob], name, { type: blob.type }), watching: true });
  }

  /** Keep this moment. */
  async takeStill(): Promise<void> {
    const { source, mirror, painted } = this.store.get();
    if (!this.elements || !source || !painted) return;
    const { video, canvas } = this.elements;
    const whole = document.createElement('canvas');
    whole.width = video.videoWidth;
    whole.height = video.videoHeight;
    const context = whole.getContext('2d');
    if (!context) return;
    draw(context, video, mirror);
    try {
      const [still, original] = await Promise.all([asFile(canvas, 'image/png'), asFile(whole, 'image/jpeg')]);
      const named = resultName(source.name, this.styleNames(), 'image/png');
      this.store.set({
        still: {
          painted: new File([still], named, { type: still.type }),
          original: new File([original], resultName(source.name, [], 'image/jpeg'), { type: original.type }),
        },
      });
    } catch (problem) {
      tellError(this.app, problem, '');
    }
  }

  private styleNames(): readonly string[] {
    const { parts, entries } = this.app.store.get();
    return parts.map(({ key }) => entries.find((entry) => entry.key === key)?.style.name ?? '');
  }
}

/** Fill the canvas, as a mirror would where that is asked for: the recording and the still are what the visitor sees. */
function draw(context: CanvasRenderingContext2D, picture: CanvasImageSource, mirror: boolean): void {
  const { width, height } = context.canvas;
  context.imageSmoothingQuality = 'high';
  if (mirror) context.setTransform(-1, 0, 0, 1, width, 0);
  else context.resetTransform();
  context.drawImage(picture, 0, 0, width, height);
}

function asFile(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`no ${type} can be written`))), type, 0.95),
  );
}
