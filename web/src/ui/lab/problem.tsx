// What went wrong, in a sentence, with what it is about.
import type { VNode } from 'preact';
import type { Trouble } from './bench';
import { troubleText, type LabText } from './text';

interface Props {
  readonly trouble: Trouble;
  readonly name?: string;
  readonly text: LabText;
}

export function Problem({ trouble, name, text }: Props): VNode {
  return (
    <div class="lab-problem" role="alert">
      <p>
        {name && <b>{name}: </b>}
        {troubleText(text, trouble.code)}
      </p>
      {trouble.detail && <code>{trouble.detail}</code>}
    </div>
  );
}
