// Elements are made by these, never from text as HTML: names, values and reasons are data.

const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
};

const hasMouse = () => matchMedia('(hover: hover) and (pointer: fine)').matches;

// The pages' scripts lie beside the API: both move together where the server has a base path.
const apiUrl = (path) => new URL(`api/v1/${path}`, location.href).href;

const pictureUrl = (place) => apiUrl(`jobs/${place.job}/pages/${place.page}/picture?run=${place.run}`);

// The part of a page's picture around a box, enlarged. `sheet` has the page's width and height.
const crop = (place, sheet, className) => {
  const [x0, y0, x1, y1] = place.box, up = sheet.width / sheet.height;
  const air = Math.max(0.006, (y1 - y0) * 0.25);
  const left = Math.max(0, x0 - 2 * air / up), right = Math.min(1, x1 + 2 * air / up);
  const top = Math.max(0, y0 - air), bottom = Math.min(1, y1 + air);
  const width = right - left, height = bottom - top;
  const style = [
    `background-image: url("${pictureUrl(place)}")`,
    `background-size: ${100 / width}% ${100 / height}%`,
    `background-position: ${width < 1 ? 100 * left / (1 - width) : 0}% ${height < 1 ? 100 * top / (1 - height) : 0}%`,
    `aspect-ratio: ${width * up / height}`,
    `--shape: ${width * up / height}`,
  ];
  return element('div', {class: className, style: style.join('; '), 'aria-hidden': 'true'});
};
