// The texture world that was chosen last, loaded: a visitor tries sizes and throws of one before the next.
import type { BackendReport } from '../contract/engine';
import { WORLD } from '../contract/engine';
import { paintWorld, worldOf, type World } from '../methods/mosaic/world';
import type { BytePicture } from '../picture/surface';
import type { Requests } from './messages';
import { load, type Loaded } from './network';
import { fetchChecked } from './store';
import type { Errand } from './studio';

type Wished = Pick<Requests['world'], 'base' | 'manifest' | 'wish'>;

export class Worlds {
  private last: { readonly base: string; readonly loaded: Loaded; readonly world: World } | null = null;

  /** The photo in that world, and how many tiles it took. On the CPU, which knows all operators of the graph. */
  async paint(
    photo: BytePicture,
    { base, manifest, wish }: Wished,
    { report, runtime }: { readonly report: BackendReport; readonly runtime: string },
    errand: Errand,
    pause: Parameters<typeof paintWorld>[3],
  ): ReturnType<typeof paintWorld> {
    if (this.last?.base !== base) {
      const graph = await fetchChecked(base, manifest, WORLD, errand);
      await this.last?.loaded.release().catch(() => undefined);
      this.last = null;
      const loaded = await load(graph, report, runtime, errand, 'wasm');
      this.last = { base, loaded, world: worldOf(loaded.run, manifest) };
    }
    return paintWorld(this.last.world, photo, wish, pause);
  }
}
