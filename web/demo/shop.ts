import { findProducts, products, type Product } from './catalogue';
import { findTexts } from './texts';

interface Tracker {
  track: (eventType: string, metadata?: Record<string, unknown>) => void;
}

/** The tracker's script may be blocked: a shop goes on without it. */
const track: Tracker['track'] = (eventType, metadata) =>
  (window as unknown as { pipeline?: Tracker }).pipeline?.track(eventType, metadata);

const root = '/demo';
const { language, texts } = findTexts();
const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' });
const cart: Product[] = [];

type Child = Node | string;

const element = (name: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

const link = (path: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement => {
  const made = element('a', { href: root + path, ...attributes }, ...children);
  made.addEventListener('click', (event) => {
    event.preventDefault();
    go(path);
  });
  return made;
};

const button = (text: string, act: () => void): HTMLElement => {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', act);
  return made;
};

const inMetadata = ({ id, name, price }: Product) => ({ productId: id, productName: name, price });

const productList = (shown: readonly Product[]): HTMLElement => element('ul', { class: 'products' }, ...shown.map((product) =>
  element('li', {}, element('div', { class: 'picture' }), link(`/product/${product.id}`, {}, product.name),
    element('span', { class: 'price' }, money.format(product.price)))));

const searchPage = (query: string): Child[] => {
  const found = findProducts(query);
  track('SEARCH', { query, resultCount: found.length });
  return [element('h1', {}, `${texts.found} “${query}”`), found.length === 0 ? element('p', {}, texts.nothing) : productList(found)];
};

const productPage = (id: string): Child[] => {
  const product = products.find((candidate) => candidate.id === id);
  return product === undefined ? [element('p', {}, texts.unknown)] : [
    element('h1', {}, product.name),
    element('div', { class: 'card' }, element('div', { class: 'picture' }), element('p', { class: 'price' }, money.format(product.price)),
      button(texts.add, () => {
        cart.push(product);
        track('ADD_TO_CART', { ...inMetadata(product), quantity: 1 });
        go('/cart');
      })),
  ];
};

const cartPage = (): Child[] => {
  const sum = cart.reduce((total, product) => total + product.price, 0);
  const lines = cart.map((product, index) => element('div', { class: 'line' }, element('span', {}, product.name), element('span', {}, money.format(product.price)),
    button(texts.remove, () => {
      cart.splice(index, 1);
      track('REMOVE_FROM_CART', { ...inMetadata(product), quantity: 1 });
      render();
    })));
  return [element('h1', {}, texts.cart), ...(cart.length === 0 ? [element('p', {}, texts.empty)] : [
    ...lines,
    element('p', {}, element('b', {}, `${texts.sum}: ${money.format(sum)}`)),
    button(texts.order, () => {
      track('ORDER_PLACED', { amount: Math.round(sum * 100) / 100, quantity: cart.length });
      cart.length = 0;
      go('/order');
    }),
  ])];
};

const orderPage = (): Child[] => [
  element('h1', {}, texts.thanks), element('p', {}, texts.number),
  element('p', {}, element('a', { href: '/dashboard/revenue?period=today' }, texts.dashboard)), link('/', {}, texts.back),
];

const pageOf = (path: string): Child[] => {
  const [, page = '', id = ''] = path.split('/');
  switch (page) {
    case '': return [element('h1', {}, texts.welcome), productList(products)];
    case 'search': return searchPage(new URLSearchParams(location.search).get('q') ?? '');
    case 'product': return productPage(decodeURIComponent(id));
    case 'cart': return cartPage();
    case 'order': return orderPage();
    default: return [element('p', {}, texts.unknown)];
  }
};

const header = (): HTMLElement => {
  const input = element('input', { type: 'search', name: 'q', 'aria-label': texts.searchFor, placeholder: texts.searchFor }) as HTMLInputElement;
  const form = element('form', { class: 'search', role: 'search' }, input, element('button', {}, texts.search));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go(`/search?${new URLSearchParams({ q: input.value }).toString()}`);
  });
  return element('header', {}, link('/', { class: 'name' }, texts.name), form, link('/cart', {}, `${texts.cart} (${cart.length})`));
};

const render = (): void => {
  const path = location.pathname.slice(root.length).replace(/\/+$/, '');
  document.getElementById('shop')?.replaceChildren(
    header(), element('main', {}, ...pageOf(path)), element('footer', {}, texts.note));
};

const go = (path: string): void => {
  history.pushState(null, '', root + path);
  render();
};

document.documentElement.lang = language;
document.title = texts.name;
window.addEventListener('popstate', render);
// The tracker counts the view of the first page; it has run by then, for both scripts wait for the document in their order.
render();
