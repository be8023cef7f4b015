// Under the picture: after whom it is painted, and what can be done with it.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import { clock } from '../../state/live';
import { useStore } from '../hooks';
import { Icon } from '../icons';
import { AdjustButton, Tool } from '../viewtools';
import { useTitle } from '../title';
import { recordingType } from './recorder';
import type { LiveState, Session } from './session';
import type { LiveText } from './text';

interface Props {
  readonly app: App;
  readonly session: Session;
  readonly state: LiveState;
  readonly text: LiveText;
}

function RecordButton({ session, state, text }: Omit<Props, 'app'>): VNode {
  const { recording, painted } = state;
  const able = recordingType() !== null;
  const name = recording === null ? text.record : text.stopRecording;
  return (
    <button
      type="button"
      class="button primary live-record"
      aria-label={name}
      title={able ? name : text.cannotRecord}
      disabled={!able || !painted}
      onClick={() => (recording === null ? session.startRecording() : void session.endRecording())}
    >
      <Icon name={recording === null ? 'record' : 'stop'} />
      <span role="timer">{recording === null ? text.record : clock(recording)}</span>
    </button>
  );
}

export function Tools({ app, session, state, text }: Props): VNode {
  const parts = useStore(app.store, (all) => all.parts);
  const title = useTitle(app, parts);
  const { phase, painted, recorded } = state;
  const running = phase === 'running';
  return (
    <div class="ledge">
      <div class="caption">
        <h1 class="name">
          {title === '' ? (
            text.none
          ) : (
            <>
              <span class="manner">{text.manner}</span> <i>{title}</i>
            </>
          )}
        </h1>
      </div>
      <div class="tools" role="toolbar" aria-label={text.tools}>
        <Tool
          icon={running ? 'pause' : 'play'}
          name={running ? text.pause : text.resume}
          disabled={phase === 'opening' || phase === 'closed'}
          onClick={() => (running ? session.pause() : void session.resume())}
        />
        <Tool icon="stop" name={text.stop} disabled={phase === 'closed'} onClick={session.close} />
        <Tool icon="camera" name={text.still} disabled={!painted} onClick={() => void session.takeStill()} />
        {recorded && (
          <Tool icon="film" name={text.recorded} onClick={() => session.store.set({ watching: true })} />
        )}
        {phase !== 'closed' && (
          <AdjustButton app={app} />
        )}
        <RecordButton session={session} state={state} text={text} />
      </div>
    </div>
  );
}
