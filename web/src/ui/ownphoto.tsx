import type { VNode } from 'preact';
import { useText } from './hooks';
import { Icon } from './icons';

interface Props {
  /** What the button says. */
  readonly change: string;
  readonly onChange: () => void;
}

/** The last of the controls where a screen works on the photo of the easel: another one in its place. */
export function OwnPhoto({ change, onChange }: Props): VNode {
  const text = useText();
  return (
    <fieldset>
      <legend>{text.stage.photo}</legend>
      <button type="button" class="button" onClick={onChange}>
        <Icon name="picture" /> {change}
      </button>
    </fieldset>
  );
}
