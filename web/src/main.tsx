// The page begins: the store, the engine, the first drawing; then the painter is fetched while the visitor looks.
import { render } from 'preact';
import { createEngine } from './engine/bridge';
import { register } from './offline/register';
import { createApp } from './state/app';
import { open, start } from './state/start';
import { Page } from './ui/page';
import './ui/css/base.css';
import './ui/css/parts.css';
import './ui/css/top.css';
import './ui/css/studio.css';
import './ui/css/gallery.css';
import './ui/css/stage.css';
import './ui/css/easel.css';
import './ui/css/welcome.css';
import './ui/css/over.css';
import './ui/css/reading.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const app = createApp(createEngine(), new URL('./', document.baseURI).href);
root.replaceChildren();
render(<Page app={app} />, root);
void register(open(app)).then(() => start(app));
