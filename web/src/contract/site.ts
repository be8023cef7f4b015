// zoo/index.json, written when the site is built: what there is to fetch, all under the page's own folder.
import type { PinxitManifest } from './manifest';

/** Networks that belong to no model, in networks/, as a manifest names files. */
export type Networks = Pick<PinxitManifest, 'id' | 'files'>;

export interface SiteIndex {
  readonly version: string;
  /** Ids of the painters, best first; each has a folder zoo/<id>/ with manifest.json and what it names. */
  readonly painters: readonly string[];
  /** Ids of the models that give a photo the look of another picture, best first; likewise. */
  readonly looks: readonly string[];
  /** The same of those that change its light too, place by place. A browser may still keep an index from before there were any. */
  readonly relights?: readonly string[];
  /** Those that belong to no model; likewise. */
  readonly networks?: Networks;
  /** Ids of the texture worlds; each has zoo/<id>/manifest.json and what it names, and a picture of its texture. */
  readonly worlds?: readonly string[];
  /** Ids of the models that propose colours for line art, best first; likewise. */
  readonly drafts?: readonly string[];
  /** Line art to begin with. */
  readonly drawings?: readonly string[];
  readonly samples: readonly { readonly file: string; readonly title: string; readonly credit: string }[];
}
