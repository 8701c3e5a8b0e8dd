import '../../visualizers/ui/tokens.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { applyTheme } from '../../visualizers/theme/theme.ts';

// The page's security policy forbids code made at run time, which zod tries when its first schema is made:
// everything that makes schemas is loaded after this.
z.config({ jitless: true });
applyTheme();
void start();

async function start() {
  const { App } = await import('./App.tsx');
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
