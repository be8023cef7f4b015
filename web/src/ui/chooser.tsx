// The browser's own way to choose files.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';

export const PICTURES = 'image/*,.heic,.heif,.avif';

interface Wish {
  readonly name: string;
  readonly accept: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A hidden input, to be put somewhere, and what opens its list of files. */
export function useChooser({ name, accept, multiple = false, onFiles }: Wish): { readonly input: VNode; readonly choose: () => void } {
  const input = useRef<HTMLInputElement>(null);
  const chosen = (): void => {
    const files = [...(input.current?.files ?? [])];
    // The same file may be chosen again.
    if (input.current) input.current.value = '';
    if (files.length > 0) onFiles(files);
  };
  return {
    input: <input ref={input} type="file" name={name} accept={accept} multiple={multiple} hidden onChange={chosen} />,
    choose: () => input.current?.click(),
  };
}
