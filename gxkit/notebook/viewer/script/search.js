// Cells are found by what a reader sees of them: the names of table, row and column in either language,
// the figure as it is printed or read, and the id.

/** Those of the cells at `places` that have every word of a text, in whatever width it is typed. */
export function findCells(cells, places, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return places.filter((at) => {
    const { label, names, printed, value, key } = cells[at];
    const own = fold([label, names, printed, value ?? "", key].join(" "));
    return words.every((word) => own.includes(word));
  });
}

function fold(text) {
  // digits, letters and brackets of full width are those of a keyboard
  return text.normalize("NFKC").toLowerCase();
}
