const english = {
  name: 'Demo shop', search: 'Search', searchFor: 'What are you looking for?', cart: 'Cart', welcome: 'New in', found: 'Found for',
  nothing: 'Nothing found. Try “lamp”.', add: 'Add to cart', remove: 'Remove', empty: 'The cart is empty.', sum: 'Sum', order: 'Order',
  thanks: 'Thank you for your order', number: 'Everything you did here is on its way to the dashboard.', dashboard: 'Open the dashboard',
  note: 'This shop sells nothing. It shows what the tracker sends.', back: 'Go on shopping', unknown: 'There is no such page.',
};

export type Texts = typeof english;

const texts: Record<string, Texts> = {
  en: english,
  fr: {
    name: 'Boutique de démonstration', search: 'Rechercher', searchFor: 'Que cherchez-vous ?', cart: 'Panier', welcome: 'Nouveautés',
    found: 'Résultats pour', nothing: 'Aucun résultat. Essayez « lamp ».', add: 'Ajouter au panier', remove: 'Retirer', empty: 'Le panier est vide.',
    sum: 'Total', order: 'Commander', thanks: 'Merci pour votre commande',
    number: 'Tout ce que vous avez fait ici est en route vers le tableau de bord.', dashboard: 'Ouvrir le tableau de bord',
    note: 'Cette boutique ne vend rien. Elle montre ce que le traceur envoie.', back: 'Continuer les achats', unknown: 'Cette page n’existe pas.',
  },
  it: {
    name: 'Negozio dimostrativo', search: 'Cerca', searchFor: 'Che cosa cerchi?', cart: 'Carrello', welcome: 'Novità', found: 'Risultati per',
    nothing: 'Nessun risultato. Prova «lamp».', add: 'Aggiungi al carrello', remove: 'Togli', empty: 'Il carrello è vuoto.', sum: 'Totale',
    order: 'Ordina', thanks: 'Grazie per l’ordine', number: 'Tutto quello che hai fatto qui è in viaggio verso la dashboard.',
    dashboard: 'Apri la dashboard', note: 'Questo negozio non vende nulla. Mostra che cosa invia il tracker.', back: 'Continua gli acquisti',
    unknown: 'Questa pagina non esiste.',
  },
  hi: {
    name: 'डेमो दुकान', search: 'खोजें', searchFor: 'आप क्या खोज रहे हैं?', cart: 'कार्ट', welcome: 'नया सामान', found: 'इसके परिणाम:',
    nothing: 'कुछ नहीं मिला। “lamp” खोजकर देखें।', add: 'कार्ट में जोड़ें', remove: 'हटाएँ', empty: 'कार्ट खाली है।', sum: 'कुल', order: 'ऑर्डर करें',
    thanks: 'आपके ऑर्डर के लिए धन्यवाद', number: 'आपने यहाँ जो कुछ किया, वह डैशबोर्ड तक पहुँच रहा है।', dashboard: 'डैशबोर्ड खोलें',
    note: 'यह दुकान कुछ नहीं बेचती। यह दिखाती है कि ट्रैकर क्या भेजता है।', back: 'ख़रीदारी जारी रखें', unknown: 'ऐसा कोई पेज नहीं है।',
  },
};

/** The texts in the language that the dashboard shows, else in the browser's. */
export const findTexts = (): { language: string; texts: Texts } => {
  const asked = [localStorage.getItem('pipeline.language'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const language = asked.find((tag) => tag !== null && tag in texts) ?? 'en';
  return { language, texts: texts[language] ?? english };
};
