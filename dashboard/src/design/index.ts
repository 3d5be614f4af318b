import './tokens.css';
import './base.css';
import './layout.css';
import './components.css';
import './table.css';
import './charts.css';
import './tables.css';

export { default as iconUrl } from './icon.svg';
