// A screen beside the studio that takes all files for itself, whether they are dropped or pasted.
import type { VNode } from 'preact';
import { DropSign, useDropping, type OnFiles } from './dropping';

interface Props {
  /** What is said while files hang over the page. */
  readonly text: { readonly drop: string };
  readonly onFiles: OnFiles;
}

export function Drops({ text, onFiles }: Props): VNode | null {
  // In the capturing phase, and no further: the page takes what is dropped elsewhere for the studio's.
  const over = useDropping(onFiles, true);
  return over ? <DropSign over="page" text={text.drop} /> : null;
}
