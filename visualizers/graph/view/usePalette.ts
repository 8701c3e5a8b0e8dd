import { rgb } from 'd3';
import { useEffect, useState, type RefObject } from 'react';

export type Palette = (token: string) => string;

/**
 * The tokens as colours that a canvas understands. They are light-dark() pairs, which only the style of a real
 * element resolves; answered anew when the theme changes.
 */
export function usePalette(probe: RefObject<HTMLElement | null>): Palette {
  const [palette, setPalette] = useState<Palette>(() => () => 'gray');
  useEffect(() => {
    const refresh = () => {
      if (probe.current) setPalette(() => readPalette(probe.current!));
    };
    refresh();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', refresh);
    const observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'class'],
    });
    return () => {
      scheme.removeEventListener('change', refresh);
      observer.disconnect();
    };
  }, [probe]);
  return palette;
}

function readPalette(probe: HTMLElement): Palette {
  const known = new Map<string, string>();
  return (token) => {
    let colour = known.get(token);
    if (colour === undefined) {
      probe.style.color = `var(--${token}, var(--band-other))`;
      colour = getComputedStyle(probe).color;
      known.set(token, colour);
    }
    return colour;
  };
}

/** As #rrggbb, which every program that reads a drawing understands. */
export function solidPalette(palette: Palette): Palette {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (token) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = palette(token);
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return rgb(r, g, b).formatHex();
  };
}
