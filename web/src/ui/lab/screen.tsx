// The model lab: any ONNX model on the visitor's picture.
import type { VNode } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import { tellError } from '../../state/notices';
import { Drops } from '../drops';
import { useStore } from '../hooks';
import type { ScreenProps } from '../screens';
import { benchOf } from './bench';
import { ModelPanel } from './model';
import { PicturePanel } from './picture';
import { pixelsOfBitmap, pixelsOfFile } from './pixels';
import { ResultPanel } from './result';
import { Settings } from './settings';
import { LAB_TEXTS } from './text';
import './lab.css';

export default function Screen({ app }: ScreenProps): VNode {
  const bench = benchOf(app);
  const state = useStore(bench.store, (all) => all);
  const text = LAB_TEXTS[useStore(app.store, ({ language }) => language)];

  useEffect(() => {
    const { photo } = app.store.get();
    if (photo && !bench.store.get().picture) bench.setPicture(pixelsOfBitmap(photo.bitmap), photo.name || 'photo');
    return () => bench.rest();
  }, [app, bench]);

  const bring = useCallback(
    async (file: Blob, name: string): Promise<void> => {
      try {
        bench.setPicture(await pixelsOfFile(file), name);
      } catch (problem) {
        tellError(app, problem, name);
      }
    },
    [app, bench],
  );
  const sort = useCallback(
    async (files: readonly File[]): Promise<void> => {
      for (const file of files) {
        if (/\.(txt|json|csv)$/i.test(file.name)) {
          // Without classes to name, a text is taken for what it was meant as: a model.
          const isNamed = bench.store.get().inspected !== null && (await bench.openLabels(file));
          if (!isNamed) await bench.openFile(file);
        } else if (file.type.startsWith('image/') || /\.(heic|heif|avif)$/i.test(file.name)) await bring(file, file.name);
        else await bench.openFile(file);
      }
    },
    [bench, bring],
  );

  return (
    <main class="lab" tabIndex={-1}>
      <header>
        <h1>{text.heading}</h1>
        <p>{text.lead}</p>
      </header>
      <div class="lab-side">
        <ModelPanel bench={bench} state={state} text={text} />
        <Settings bench={bench} state={state} text={text} />
      </div>
      <PicturePanel app={app} bench={bench} state={state} text={text} onPicture={(file, name) => void bring(file, name)} />
      <ResultPanel bench={bench} state={state} text={text} />
      <Drops text={text} onFiles={(files) => void sort(files)} />
    </main>
  );
}
