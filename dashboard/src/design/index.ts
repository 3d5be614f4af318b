import './tokens.css';
import './base.css';
import './layout.css';
import './components.css';
import './table.css';
import './charts.css';

export { default as iconUrl } from './icon.svg';
