// One of several things to choose from in a gallery: a picture and its label.
import type { ComponentChildren, VNode } from 'preact';

interface Props {
  readonly title: string;
  readonly small: string;
  readonly chosen: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function Tile({ title, small, chosen, onClick, children }: Props): VNode {
  return (
    <li class="tile" data-chosen={chosen}>
      <button type="button" aria-pressed={chosen} title={title} onClick={onClick}>
        <span class="frame">{children}</span>
        <span class="label">
          <i>{title}</i>
          <small>{small}</small>
        </span>
      </button>
    </li>
  );
}
