import '../../visualizers/ui/tokens.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { applyTheme } from '../../visualizers/theme/theme.ts';
import { App } from './App.tsx';

// The page's security policy forbids code made at run time, which zod would otherwise try.
z.config({ jitless: true });
applyTheme();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
