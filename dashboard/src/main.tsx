import './design/index.ts';
import { render } from 'preact';
import { pages } from './pages/index.ts';
import { App } from './shell/index.ts';

const place = document.getElementById('page');
if (place !== null) render(<App pages={pages} />, place);
