"use strict";
// Letters as they are searched: without capitals and accents, and with plain quotation marks.
const plain = (text) => (/[^\x00-\x7f]/.test(text)
  ? text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’‚‛]/g, "'").replace(/[“”„‟«»]/g, '"')
  : text).toLowerCase();
