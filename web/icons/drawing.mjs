// From an icon's body to a file that is safe to serve: only elements and attributes that draw.
// Anything else refuses the whole icon.

const ELEMENTS = new Set(
  `circle clipPath defs ellipse feBlend feColorMatrix feComposite feFlood feGaussianBlur feMerge feMergeNode feMorphology feOffset
   filter g line linearGradient mask path polygon polyline radialGradient rect stop symbol use`.split(/\s+/),
);

const ATTRIBUTES = new Set(
  `clip-path clip-rule clipPathUnits color-interpolation-filters cx cy d dx dy fill fill-opacity fill-rule filter
   filterUnits flood-color flood-opacity fx fy gradientTransform gradientUnits height id in in2 k1 k2 k3 k4 mask mask-type
   maskContentUnits maskUnits mode offset opacity operator points preserveAspectRatio primitiveUnits r radius result rx ry
   spreadMethod stdDeviation stop-color stop-opacity stroke stroke-dasharray stroke-linecap stroke-linejoin
   stroke-miterlimit stroke-opacity stroke-width transform type values viewBox width x x1 x2 y y1 y2`.split(/\s+/),
);

const TAG = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"<>&]*")*)\s*(\/?)>/gy;
const ATTRIBUTE = /\s+([\w:-]+)="([^"]*)"/g;
const LOCAL = /^#[\w-]+$/;

/** An SVG file, square whatever the drawing's proportions. Throws where the body does more than draw. */
export function drawing({ body, left = 0, top = 0, width, height }) {
  check(body);
  const side = Math.max(width, height);
  const box = [left - (side - width) / 2, top - (side - height) / 2, side, side].join(" ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="64" height="64">${body}</svg>\n`;
}

function check(body) {
  TAG.lastIndex = 0;
  let at = 0;
  for (let tag = TAG.exec(body); tag; tag = TAG.exec(body)) {
    const [whole, , element, attributes] = tag;
    if (!ELEMENTS.has(element)) throw new Error(`icon: <${element}> is not a drawing element`);
    for (const [, name, value] of attributes.matchAll(ATTRIBUTE)) checkAttribute(name, value);
    at = tag.index + whole.length;
    TAG.lastIndex = at;
  }
  if (at !== body.length) throw new Error(`icon: not understood at ${JSON.stringify(body.slice(at, at + 40))}`);
}

function checkAttribute(name, value) {
  if (name === "href" || name === "xlink:href") {
    if (!LOCAL.test(value)) throw new Error(`icon: ${name} leaves the file`);
    return;
  }
  if (!ATTRIBUTES.has(name)) throw new Error(`icon: attribute ${name} does not draw`);
  if (/url\(/i.test(value.replace(/^url\(#[\w-]+\)$/, ""))) throw new Error(`icon: ${name} leaves the file`);
}
