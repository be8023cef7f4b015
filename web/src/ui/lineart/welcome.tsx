// What there is before there is a drawing.
import type { VNode } from 'preact';
import type { App } from '../../state/app';
import type { LineartSession } from '../../state/lineart';
import { useStore, useText } from '../hooks';
import { Icon } from '../icons';
import { titleOf, type LineartText } from './text';

interface Props {
  readonly app: App;
  readonly session: LineartSession;
  readonly busy: boolean;
  readonly text: LineartText;
  readonly onChoose: () => void;
  readonly onWebcam: () => void;
}

export function LineartWelcome({ app, session, busy, text, onChoose, onWebcam }: Props): VNode {
  const page = useText();
  const drawings = useStore(app.store, (all) => all.drawings);
  return (
    <div class="welcome">
      <div class="blank">
        <h1>{text.heading}</h1>
        <p class="lead">{text.lead}</p>
        <div class="ways" aria-busy={busy}>
          <div class="row">
            <button type="button" class="button primary" onClick={onChoose}>
              <Icon name="picture" /> {busy ? text.opening : text.choose}
            </button>
            <button type="button" class="button" onClick={onWebcam}>
              <Icon name="camera" /> {text.webcam}
            </button>
          </div>
          <p class="quiet elsewhere">{text.elsewhere}</p>
          <div class="samples">
            <p class="quiet">{text.begin}</p>
            <ul class="lineart-drawings">
              {drawings.map((path) => (
                <li key={path}>
                  <button type="button" aria-label={text.sample(titleOf(text, path, path))} onClick={() => void session.takeSample(path)}>
                    <img src={new URL(path, app.base).href} alt="" />
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </div>
        <p class="privacy">
          <Icon name="lock" /> {page.bring.privacy}
        </p>
      </div>
    </div>
  );
}
