// A network that is asked again and again with other wishes, loaded: the one of the model that was chosen last.
import type { BackendReport } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';
import type { Network } from '../methods/network';
import type { Errand } from './errand';
import { load, type Loaded } from './network';
import { fetchChecked } from './store';

export class Kept {
  private last: { readonly base: string; readonly loaded: Loaded } | null = null;

  /** file: of the model, the network's. */
  constructor(private readonly file: string) {}

  /** On the CPU, which knows all operators of the graph. */
  async network(
    { base, manifest }: { readonly base: string; readonly manifest: PinxitManifest },
    { report, runtime }: { readonly report: BackendReport; readonly runtime: string },
    errand: Errand,
  ): Promise<Network> {
    if (this.last?.base !== base) {
      const graph = await fetchChecked(base, manifest, this.file, errand);
      await this.last?.loaded.release().catch(() => undefined);
      this.last = null;
      this.last = { base, loaded: await load(graph, report, runtime, errand, 'wasm') };
    }
    return this.last.loaded.run;
  }
}
