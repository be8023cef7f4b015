// The lab's state and what changes it. It outlives the screen: who comes back finds the model still there.
import { Fault, type Backend, type Download, type FaultCode } from '../../contract/engine';
import {
  LabFailure,
  type Choice,
  type Guess,
  type Inspected,
  type Lab,
  type LabAnswer,
  type LabProblem,
  type Pixels,
  type Reason,
} from '../../contract/lab';
import { createLab } from '../../engine/lab';
import { isAbort } from '../../state/notices';
import { perApp } from '../../state/perapp';
import { createStore, type Store } from '../../state/store';
import { labelsFromMetadata, parseLabels } from './labels';
import { fetchSample, type Manifest, type SampleId } from './manifest';

export interface Trouble {
  readonly code: LabProblem | FaultCode;
  readonly detail: string;
}

/** What a back end made of the model as it is set now. */
export type Row = { readonly answer: LabAnswer } | { readonly trouble: Trouble };

export interface LabState {
  readonly name: string;
  readonly file: Blob | null;
  readonly manifest: Manifest | null;
  readonly inspected: Inspected | null;
  readonly choice: Choice | null;
  readonly reasons: Guess['reasons'] | null;
  readonly labels: readonly string[] | null;
  readonly labelsName: string;
  readonly picture: Pixels | null;
  readonly pictureName: string;
  readonly backend: Backend | null;
  /** The visitor named the back end: no other one takes over. */
  readonly backendChosen: boolean;
  /** A file is being fetched or read. */
  readonly opening: boolean;
  readonly running: Backend | null;
  readonly download: Download | null;
  readonly rows: Partial<Readonly<Record<Backend, Row>>>;
  readonly answer: LabAnswer | null;
  /** What went wrong with the file, or with the last run. */
  readonly trouble: Trouble | null;
}

const EMPTY: LabState = {
  name: '',
  file: null,
  manifest: null,
  inspected: null,
  choice: null,
  reasons: null,
  labels: null,
  labelsName: '',
  picture: null,
  pictureName: '',
  backend: null,
  backendChosen: false,
  opening: false,
  running: null,
  download: null,
  rows: {},
  answer: null,
  trouble: null,
};
const QUICK = 1500; // milliseconds: a model this fast runs again by itself when something is changed

export const benchOf = perApp((app) => new Bench(app.base, createLab(app.base)));

function troubleOf(problem: unknown): Trouble {
  if (problem instanceof Fault) return { code: problem.code, detail: problem.detail };
  if (problem instanceof LabFailure) return { code: problem.problem, detail: problem.detail };
  return { code: 'internal', detail: String(problem) };
}

export class Bench {
  readonly store: Store<LabState> = createStore<LabState>(EMPTY);
  private opening = 0;
  private controller: AbortController | null = null;
  /** Something changed while the model ran. */
  private again = false;

  constructor(
    private readonly base: string,
    private readonly lab: Lab,
  ) {}

  async openSample(id: SampleId): Promise<void> {
    await this.opened(id, async (onDownload) => {
      const { manifest, file } = await fetchSample(this.base, id, onDownload);
      return { file, manifest };
    });
  }

  async openFile(file: File): Promise<void> {
    await this.opened(file.name, () => Promise.resolve({ file, manifest: null }));
  }

  private async opened(
    name: string,
    get: (onDownload: (download: Download) => void) => Promise<{ file: Blob; manifest: Manifest | null }>,
  ): Promise<void> {
    const turn = ++this.opening;
    this.cancel();
    const { picture, pictureName } = this.store.get();
    this.store.set({ ...EMPTY, picture, pictureName, name, opening: true });
    try {
      const { file, manifest } = await get((download) => {
        if (turn === this.opening) this.store.set({ download });
      });
      const inspected = await this.lab.inspect(file, manifest?.input ?? null);
      if (turn !== this.opening) return;
      const labels = manifest?.labels ?? labelsFromMetadata(inspected.card.metadata);
      // A digit that was drawn for another model is no picture for this one, and the other way round.
      const fits = pictureName === '' || (manifest?.task === 'digits') === pictureName.startsWith('digit');
      this.store.set({
        file,
        manifest,
        inspected,
        labels,
        choice: inspected.guess?.choice ?? null,
        reasons: inspected.guess?.reasons ?? null,
        backend: inspected.available[0] ?? 'wasm',
        opening: false,
        download: null,
        ...(fits ? {} : { picture: null, pictureName: '' }),
      });
      void this.runIfReady();
    } catch (problem) {
      if (turn === this.opening) this.store.set({ opening: false, download: null, trouble: troubleOf(problem) });
    }
  }

  async openLabels(file: File): Promise<boolean> {
    const labels = parseLabels(await file.text());
    if (labels) this.store.set({ labels, labelsName: file.name });
    return labels !== null;
  }

  setPicture(picture: Pixels, pictureName: string): void {
    this.store.set({ picture, pictureName });
    this.changed();
  }

  choose(change: Partial<Choice>, ...about: (keyof Guess['reasons'])[]): void {
    this.store.update(({ choice, reasons }) => {
      const chosen = Object.fromEntries(about.map((key) => [key, 'chosen' satisfies Reason]));
      return choice && reasons ? { choice: { ...choice, ...change }, reasons: { ...reasons, ...chosen } } : {};
    });
    this.changed();
  }

  setBackend(backend: Backend): void {
    this.store.set({ backend, backendChosen: true });
    this.changed();
  }

  cancel(): void {
    this.again = false;
    this.controller?.abort();
  }

  /** Give back the memory of the runtime; the next run loads it again. */
  rest(): void {
    this.cancel();
    this.lab.stop();
  }

  /** Run on the chosen back end; where none was chosen and WebGPU fails, on the next. */
  async run(): Promise<void> {
    const { backend, backendChosen, inspected } = this.store.get();
    if (!backend) return;
    await this.runOn([backend]);
    const { rows, running } = this.store.get();
    const row = rows[backend];
    const next = inspected?.available[1];
    if (backendChosen || running || backend !== 'webgpu' || !row || 'answer' in row || !next) return;
    this.store.set({ backend: next });
    await this.runOn([next]);
  }

  /** Run on every back end, one after the other. */
  async compare(): Promise<void> {
    const { inspected } = this.store.get();
    if (inspected) await this.runOn([...inspected.available].reverse());
  }

  /** Inputs that still need a number. */
  static waitsFor({ inspected, choice }: LabState): readonly string[] {
    const names = inspected?.guess?.missing.map(({ name }) => name) ?? [];
    return names.filter((name) => choice?.fills[name] === undefined);
  }

  private async runIfReady(): Promise<void> {
    const state = this.store.get();
    if (state.choice && state.picture && Bench.waitsFor(state).length === 0) await this.run();
  }

  private changed(): void {
    const { answer, running, trouble } = this.store.get();
    this.store.set({ rows: {} });
    const quick = answer ? (answer.timing.warm ?? Infinity) < QUICK : trouble === null || trouble.code !== 'out-of-memory';
    if (running) this.again = true;
    else if (quick) void this.runIfReady();
  }

  private async runOn(backends: readonly Backend[]): Promise<void> {
    const { file } = this.store.get();
    if (!file) return;
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.again = false;
    for (const backend of backends) {
      const { choice, picture, reasons } = this.store.get();
      if (controller.signal.aborted || !choice || !picture) break;
      this.store.set({ running: backend, trouble: null });
      const run = { choice, backend, picture, mayTry: reasons?.range === 'usual' };
      try {
        const answer = await this.lab.run(file, run, controller.signal, (download) => {
          this.store.set({ download: download.bytes < download.total ? download : null });
        });
        if (controller.signal.aborted) break;
        this.took(backend, answer);
      } catch (problem) {
        if (controller.signal.aborted || isAbort(problem)) break;
        const trouble = troubleOf(problem);
        this.store.update(({ rows }) => ({ trouble, rows: { ...rows, [backend]: { trouble } } }));
      }
    }
    if (this.controller !== controller) return;
    this.controller = null;
    this.store.set({ running: null, download: null });
    if (this.again) this.changed();
  }

  private took(backend: Backend, answer: LabAnswer): void {
    this.store.update(({ rows, choice, reasons }) => ({
      answer,
      rows: { ...rows, [backend]: { answer } },
      // A range that was found by trying stays, and says so.
      ...(answer.tried && choice && reasons
        ? { choice: { ...choice, range: answer.range }, reasons: { ...reasons, range: 'tried' as const } }
        : {}),
    }));
  }
}
