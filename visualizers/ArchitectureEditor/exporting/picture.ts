/** Pixels for each unit of the drawing, so that it is sharp on any screen. */
const DENSITY = 2;
/** What browsers can draw on one canvas: pixels in a row, and altogether. */
const LONGEST_SIDE = 16_384;
const LARGEST_AREA = 64_000_000;

export interface Picture {
  readonly content: Blob;
  /** Pixels for each unit of the drawing; less than one where it is too large to show its size. */
  readonly density: number;
}

/** The pixels that a drawing gets for each of its units. */
export function densityOf(width: number, height: number): number {
  const fits = Math.min(
    LONGEST_SIDE / width,
    LONGEST_SIDE / height,
    Math.sqrt(LARGEST_AREA / (width * height)),
  );
  return Math.min(DENSITY, fits);
}

/** A drawing as PNG. */
export async function pictureOf(svg: string): Promise<Picture> {
  const { width, height } = sizeOf(svg);
  const density = densityOf(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(width * density));
  canvas.height = Math.max(1, Math.floor(height * density));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw pictures.');
  context.drawImage(await imageOf(svg), 0, 0, canvas.width, canvas.height);
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!content) throw new Error('The drawing is too large for a picture. Export it as SVG.');
  return { content, density };
}

function sizeOf(svg: string): { width: number; height: number } {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const [width, height] = ['width', 'height'].map((name) => Number.parseFloat(root.getAttribute(name) ?? ''));
  if (!width || !height) throw new Error('There is nothing to draw. Add a layer first.');
  return { width, height };
}

async function imageOf(svg: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
