// Text as it is searched: no capitals, accents, curly quotes.
const plain = (text) => (/[^\0-\x7f]/.test(text)
  ? text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’‚‛]/g, "'").replace(/[“”„‟«»]/g, '"')
  : text).toLowerCase();
