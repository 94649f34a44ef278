import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import './app/page.css';

const root = document.getElementById('root');
if (root === null) throw new Error('no root element');
createRoot(root).render(<App />);
