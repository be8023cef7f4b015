// The faces that were found, outlined on the picture; one is chosen by a click where there are several.
import type { VNode } from 'preact';
import type { ExpressionSession, ExpressionState } from '../../state/expression';

interface Props {
  readonly session: ExpressionSession;
  readonly state: ExpressionState;
}

/** For the pointer alone: with the keyboard faces are chosen in the panel. */
export function FaceLayer({ session, state }: Props): VNode | null {
  const { faces, chosen, made } = state;
  if (!faces?.length) return null;
  const several = faces.filter(({ problem }) => problem === null).length > 1;
  return (
    <svg class="portrait-faces" data-made={made !== null} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      {faces.map(({ outline, problem }, index) => (
        <polygon
          key={index}
          points={outline.map((point) => point.join(',')).join(' ')}
          data-fit={problem === null}
          data-chosen={chosen === null ? problem === null : chosen === index}
          data-several={several && problem === null}
          onPointerDown={(event) => several && problem === null && event.stopPropagation()}
          onClick={() => several && problem === null && session.choose(index)}
        />
      ))}
    </svg>
  );
}
