/** Numbers whose text says more than their value: `1.0`, `1e2` and integers that no double holds. */
export interface SpelledNumbers {
  /** the text with a fraction of its own in place of each */
  readonly text: string
  /** spelling by fraction, as JavaScript prints it */
  readonly spellings: ReadonlyMap<string, string>
}

/** A string, or a number in the places where one may stand. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[-+.\deE]*/g
/** What every text with such a number has; few others do. */
const HINT = /(?:":|[[,])\s*-?\d+(?:[.eE]|(?<=\d{16}))/
const FIRST = 0x1000

/** Finds odd numbers in a sound JSON text; undefined when there are none. */
export function spelledNumbers(text: string): SpelledNumbers | undefined {
  if (!HINT.test(text)) return undefined
  const spellings = new Map<string, string>()
  const marked = text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || !isOdd(token)) return token
    const mark = String((FIRST + spellings.size * 2 + 1) / 2 ** 20)
    spellings.set(mark, token)
    return mark
  })
  return spellings.size > 0 ? {text: marked, spellings} : undefined
}

function isOdd(token: string): boolean {
  const value = Number(token)
  if (/[.eE]/.test(token)) return !Number.isFinite(value) || Number.isInteger(value) || String(value) !== token
  if (Number.isSafeInteger(value)) return false
  const exact = BigInt(token)
  return BigInt.asIntN(64, exact) !== exact
}

/** The text with every spelling in place of its fraction. */
export function spelledText(text: string, {spellings}: SpelledNumbers): string {
  return text.replace(/\d+\.\d+/g, (mark) => spellings.get(mark) ?? mark)
}
