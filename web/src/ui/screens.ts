// The screens that there are. Those beside the studio are loaded when they are first opened.
import type { ComponentType } from 'preact';
import { MESH } from '../contract/portrait';
import type { App } from '../state/app';
import { canRead } from '../state/reading';
import type { State } from '../state/state';
import type { Text } from './text/en';

export type ScreenProps = { readonly app: App };

export interface ScreenEntry {
  /** Its name in the text, and in the address: #live. */
  readonly id: Exclude<keyof Text['nav'], 'label'>;
  /** null: the studio, which is always there. */
  readonly load: (() => Promise<{ readonly default: ComponentType<ScreenProps> }>) | null;
  /** Whether this site has what the screen needs; always, where this is left out. */
  readonly offered?: (state: State) => boolean;
}

export const SCREENS: readonly ScreenEntry[] = [
  { id: 'studio', load: null },
  { id: 'live', load: () => import('./live/screen') },
  { id: 'look', load: () => import('./look/screen'), offered: ({ preset }) => preset !== null },
  { id: 'object', load: () => import('./object/screen'), offered: canRead },
  { id: 'portrait', load: () => import('./portrait/screen'), offered: ({ networks }) => networks !== null && MESH in networks.files },
  { id: 'lineart', load: () => import('./lineart/screen') },
  { id: 'worlds', load: () => import('./worlds/screen'), offered: ({ worlds }) => worlds.length > 0 },
  { id: 'lab', load: () => import('./lab/screen') },
];
