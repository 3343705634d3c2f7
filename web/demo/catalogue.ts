export interface Product {
  id: string;
  name: string;
  price: number;
}

/** Brand names stay as they are in every language. */
export const products: readonly Product[] = [
  { id: 'd1', name: 'Classic Desk Lamp', price: 64.5 },
  { id: 'd2', name: 'Light Rain Jacket', price: 49.9 },
  { id: 'd3', name: 'Eco Tea Pot', price: 32 },
  { id: 'd4', name: 'Pro Headphones', price: 129 },
  { id: 'd5', name: 'Kids Puzzle', price: 18.75 },
  { id: 'd6', name: 'Trail Backpack', price: 87.2 },
];

export const findProducts = (query: string): Product[] => {
  const wanted = query.trim().toLowerCase();
  return products.filter((product) => product.name.toLowerCase().includes(wanted));
};
