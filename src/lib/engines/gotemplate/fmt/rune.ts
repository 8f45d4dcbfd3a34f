const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

/** strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(char: string): boolean {
  return PRINTABLE.test(char)
}

/** As `%#U` prints a rune: `U+0041 'A'`. */
export function runeLabel(char: string): string {
  const label = `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  return isPrint(char) ? `${label} '${char}'` : label
}
