// What is being found out for the look, and the way to end what takes its time.
import type { VNode } from 'preact';
import type { LookSession, LookState } from '../../state/look';
import type { Way } from '../../state/state';
import { useText } from '../hooks';
import { megabytes } from '../status';
import type { LookText } from './text';

interface Props {
  readonly session: LookSession;
  readonly state: LookState;
  readonly text: LookText;
  readonly way: Way;
}

export function LookProgress({ session, state, text, way }: Props): VNode | null {
  const page = useText();
  const { reading, download } = state;
  if (!reading) return null;
  const fetching = download !== null && download.bytes < download.total;
  const doing = way === 'light' ? text.relighting : text.reading;
  return (
    <div class="progress">
      <span role="status">
        {fetching ? text.fetching(megabytes(download.bytes, page.tag), megabytes(download.total, page.tag)) : doing}
      </span>
      {way === 'light' && (
        <>
          <progress aria-label={doing} {...(fetching ? { max: download.total, value: download.bytes } : {})} />
          <button type="button" class="button small" onClick={() => session.setWay('colours')}>
            {page.stage.cancel}
          </button>
        </>
      )}
    </div>
  );
}
