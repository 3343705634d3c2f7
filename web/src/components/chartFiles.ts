import { download } from '../lib/download';

const copied = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-family', 'font-size', 'font-weight', 'opacity', 'text-anchor', 'dominant-baseline', 'visibility'];

/** A copy that looks the same without the page's style sheets. */
const standalone = (svg: SVGSVGElement): SVGSVGElement => {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll<SVGElement>('*')].entries()) {
    const original = originals[index];
    if (original) {
      const style = getComputedStyle(original);
      for (const name of copied) {
        element.setAttribute(name, style.getPropertyValue(name));
      }
      element.removeAttribute('class');
      element.removeAttribute('style');
    }
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return copy;
};

const scale = 2;
const headroom = 40;

/** Saves a chart as it looks right now, with its title above it. */
export const downloadPng = async (name: string, title: string, svg: SVGSVGElement): Promise<void> => {
  const { width, height } = svg.getBoundingClientRect();
  const copy = standalone(svg);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();

  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = (height + headroom) * scale;
  const context = canvas.getContext('2d');
  if (!context) {
    throw new Error('This browser cannot draw images.');
  }
  const card = getComputedStyle(svg.closest('section') ?? document.body);
  context.scale(scale, scale);
  context.fillStyle = card.backgroundColor;
  context.fillRect(0, 0, width, height + headroom);
  context.fillStyle = card.color;
  context.font = `600 14px ${card.fontFamily}`;
  context.fillText(title, 12, 26);
  context.drawImage(image, 0, headroom, width, height);
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (png) {
    download(`${name}.png`, png);
  }
};
