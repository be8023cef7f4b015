// Whose expression the sliders take: that of another portrait, or the visitor's own, which a camera sees. One frame is looked at at
// a time, and the picture follows it before the next; of those that come meanwhile only the newest counts.
import type { Followed, Shown } from '../../contract/portrait';
import type { App } from '../../state/app';
import { networksOf, type ExpressionSession } from '../../state/expression';
import { isAbort, tellError } from '../../state/notices';
import { outputSize } from '../../state/options';
import { createStore } from '../../state/store';
import { Loop } from '../video/loop';
import { openCamera, SourceTrouble, type Source, type TroubleCode } from '../video/source';

const FRAME_SIDE = 512; // pixels of a frame's longer side: the mesh sees a face at 192
export const STRENGTHS = { min: 0, max: 1.5, step: 0.01 } as const;

export interface DriverState {
  readonly phase: 'closed' | 'opening' | 'running' | 'held';
  readonly source: Source | null;
  readonly trouble: { readonly code: TroubleCode; readonly detail: string } | null;
  /** In the last frame; null: none was looked at yet. */
  readonly seen: Followed['seen'] | null;
  /** That looking at the last frame took. */
  readonly milliseconds: number | null;
  /** Another portrait, and whether a face was found in it. */
  readonly picture: { readonly name: string; readonly face: 'reading' | 'found' | 'nobody' } | null;
  /** What the sliders took over, at full strength; null: they are the visitor's. */
  readonly shown: Shown | null;
  readonly strength: number;
}

const CLOSED = { phase: 'closed', source: null, seen: null, milliseconds: null } as const;

export class Driver {
  readonly store = createStore<DriverState>({ ...CLOSED, trouble: null, picture: null, shown: null, strength: 1 });
  private elements: { readonly video: HTMLVideoElement; readonly loop: Loop } | null = null;
  /** Counts openings and closings: what belongs to an older one comes too late. */
  private turn = 0;
  /** The next frame shows what the face does at rest. */
  private rests = false;
  private reading: AbortController | null = null;

  constructor(
    private readonly app: App,
    private readonly session: ExpressionSession,
  ) {}

  /** The screen is there. What is returned ends everything that runs. */
  enter(video: HTMLVideoElement): () => void {
    this.elements = { video, loop: new Loop(video, () => this.look()) };
    const hide = (): void => {
      if (document.hidden) this.close();
    };
    // Another photo begins with sliders at rest.
    const stop = this.session.store.subscribe(() => {
      if (this.session.store.get().faces === null) this.forget();
    });
    document.addEventListener('visibilitychange', hide);
    window.addEventListener('pagehide', this.close);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', hide);
      window.removeEventListener('pagehide', this.close);
      this.close();
      this.forget();
      this.elements = null;
    };
  }

  async openCamera(): Promise<void> {
    const { elements } = this;
    if (!elements) return;
    this.close();
    this.forget();
    const turn = this.turn;
    const over = (): boolean => turn !== this.turn;
    this.store.set({ phase: 'opening', trouble: null });
    try {
      const source = await openCamera(elements.video, null, over, () => !over() && this.fail(new SourceTrouble('lost')));
      if (over()) return source.close();
      this.store.set({ phase: 'running', source });
      elements.loop.start();
    } catch (problem) {
      if (!over()) this.fail(problem);
    }
  }

  /** Take over what the largest face of a picture shows. */
  async take(file: File): Promise<void> {
    const asked = networksOf(this.app);
    if (!asked) return;
    this.close();
    this.forget();
    const { name } = file;
    const { signal } = (this.reading = new AbortController());
    this.store.set({ trouble: null, picture: { name, face: 'reading' } });
    try {
      const shown = await this.app.engine.expressionIn(file, asked.base, asked.networks, { signal });
      if (signal.aborted) return;
      this.store.set({ shown, picture: { name, face: shown ? 'found' : 'nobody' } });
      if (shown) await this.session.wear(shown, this.store.get().strength);
    } catch (problem) {
      if (signal.aborted || isAbort(problem)) return;
      this.forget();
      tellError(this.app, problem, name, null, file.type);
    }
  }

  setStrength(strength: number): void {
    this.store.set({ strength });
    const { shown } = this.store.get();
    if (shown) void this.session.wear(shown, strength);
  }

  /** The expression stays as it is. */
  hold(): void {
    if (this.store.get().phase !== 'running') return;
    this.elements?.loop.stop();
    this.store.set({ phase: 'held' });
  }

  goOn(): void {
    if (this.store.get().phase !== 'held') return;
    this.store.set({ phase: 'running' });
    this.elements?.loop.start();
  }

  /** What the face does for the next moment is what it does at rest. */
  restAnew(): void {
    this.rests = true;
    this.goOn();
  }

  /** The visitor moves the sliders. */
  letGo(): void {
    this.hold();
    this.forget();
  }

  /** The camera goes off; the expression stays. */
  readonly close = (): void => {
    this.turn += 1;
    this.rests = false;
    this.elements?.loop.stop();
    const { phase, source } = this.store.get();
    if (phase === 'closed') return;
    source?.close();
    this.store.set(CLOSED);
    void this.app.engine.unfollow().catch(() => undefined);
  };

  private forget(): void {
    this.reading?.abort();
    this.store.set({ picture: null, shown: null });
  }

  private fail(problem: unknown): void {
    this.close();
    if (problem instanceof SourceTrouble) this.store.set({ trouble: { code: problem.code, detail: problem.detail } });
    else tellError(this.app, problem, '');
  }

  private async look(): Promise<void> {
    const { elements, turn } = this;
    const asked = networksOf(this.app);
    if (!elements || !asked) return;
    const seconds = performance.now() / 1000;
    const rests = this.rests;
    this.rests = false;
    try {
      const { video } = elements;
      const [resizeWidth, resizeHeight] = outputSize(video.videoWidth, video.videoHeight, FRAME_SIDE);
      const frame = await createImageBitmap(video, { resizeWidth, resizeHeight, resizeQuality: 'medium' });
      // After the camera went off no frame must reach the engine, which would follow anew.
      if (turn !== this.turn) return frame.close();
      const { seen, shown, milliseconds } = await this.app.engine.follow(frame, seconds, rests, asked.base, asked.networks);
      const { phase, strength } = this.store.get();
      if (turn !== this.turn || phase !== 'running') return;
      this.store.set({ seen, milliseconds, ...(shown && { shown }) });
      if (shown) await this.session.wear(shown, strength);
    } catch (problem) {
      if (turn === this.turn) this.fail(problem);
    }
  }
}
